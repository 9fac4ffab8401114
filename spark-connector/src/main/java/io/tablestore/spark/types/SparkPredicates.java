/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tablestore.spark.types;

import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Translates Spark's predicates to the reader's. The reader evaluates a translated predicate exactly, row by row.
 * Predicates that cannot be translated completely remain with Spark.
 */
public final class SparkPredicates {

    private final List<DataField> fields;

    public SparkPredicates(List<DataField> fields) {
        this.fields = fields;
    }

    /** The equivalent predicate, or null if the reader cannot evaluate it exactly. */
    @Nullable
    public Predicate translate(Expression expression) {
        if (!(expression instanceof org.apache.spark.sql.connector.expressions.filter.Predicate predicate)) {
            return null;
        }
        Expression[] children = predicate.children();
        return switch (predicate.name()) {
            case "ALWAYS_TRUE" -> Predicate.TRUE;
            case "ALWAYS_FALSE" -> Predicate.FALSE;
            case "AND", "OR" -> both(predicate.name(), children);
            case "NOT" -> {
                Predicate child = translate(children[0]);
                yield child == null ? null : Predicate.not(child);
            }
            case "IS_NULL", "IS_NOT_NULL" -> {
                Column column = column(children[0]);
                if (column == null || !(column.field.type() instanceof DataType.Atomic)) {
                    yield null;
                }
                Predicate isNull = Predicate.isNull(column.path);
                yield predicate.name().equals("IS_NULL") ? isNull : Predicate.not(isNull);
            }
            case "<=>" -> nullSafeEqual(children);
            case "STARTS_WITH" -> startsWith(children);
            case "IN" -> in(children);
            default -> compare(predicate.name(), children);
        };
    }

    private @Nullable Predicate both(String name, Expression[] children) {
        Predicate left = translate(children[0]);
        Predicate right = translate(children[1]);
        if (left == null || right == null) {
            return null;
        }
        return name.equals("AND") ? Predicate.and(left, right) : Predicate.or(left, right);
    }

    private @Nullable Predicate nullSafeEqual(Expression[] children) {
        Column column = comparable(children[0]);
        if (column != null && children[1] instanceof Literal<?> literal && literal.value() == null) {
            return Predicate.isNull(column.path);
        }
        Predicate equal = compare("=", children);
        return column == null || equal == null
                ? null
                : Predicate.and(Predicate.not(Predicate.isNull(column.path)), equal);
    }

    private @Nullable Predicate startsWith(Expression[] children) {
        Column column = comparable(children[0]);
        if (column == null
                || column.field.type().root() != TypeRoot.VARCHAR
                || !(children[1] instanceof Literal<?> literal)
                || !(literal.value() instanceof UTF8String prefix)) {
            return null;
        }
        return new Predicate.StartsWith(column.path, prefix.toString());
    }

    private @Nullable Predicate in(Expression[] children) {
        Column column = comparable(children[0]);
        if (column == null || children.length < 2) {
            return null;
        }
        List<Object> literals = new ArrayList<>();
        for (int i = 1; i < children.length; i++) {
            Object literal = literal(column.field, children[i]);
            if (literal == null) {
                return null;
            }
            literals.add(literal);
        }
        return isFinerThanSpark(column.field)
                ? Predicate.or(literals.stream()
                        .map(literal -> inMicros(column.path, Comparison.EQUAL, literal))
                        .toList())
                : new Predicate.In(column.path, literals);
    }

    private @Nullable Predicate compare(String name, Expression[] children) {
        Comparison comparison = comparison(name);
        Column column = comparison == null ? null : comparable(children[0]);
        Object literal = column == null ? null : literal(column.field, children[1]);
        if (comparison == null || column == null || literal == null) {
            return null;
        }
        return isFinerThanSpark(column.field)
                ? inMicros(column.path, comparison, literal)
                : Predicate.compare(column.path, comparison, literal);
    }

    /** Spark truncates timestamps to microseconds, so a literal matches all timestamps within its microsecond. */
    private static Predicate inMicros(String path, Comparison comparison, Object literal) {
        Object next = literal instanceof Instant instant
                ? instant.plusNanos(1000)
                : ((LocalDateTime) literal).plusNanos(1000);
        return switch (comparison) {
            case EQUAL ->
                Predicate.and(
                        Predicate.compare(path, Comparison.GREATER_OR_EQUAL, literal),
                        Predicate.compare(path, Comparison.LESS, next));
            case NOT_EQUAL ->
                Predicate.or(
                        Predicate.compare(path, Comparison.LESS, literal),
                        Predicate.compare(path, Comparison.GREATER_OR_EQUAL, next));
            case LESS, GREATER_OR_EQUAL -> Predicate.compare(path, comparison, literal);
            case LESS_OR_EQUAL -> Predicate.compare(path, Comparison.LESS, next);
            case GREATER -> Predicate.compare(path, Comparison.GREATER_OR_EQUAL, next);
        };
    }

    private static boolean isFinerThanSpark(DataField field) {
        return field.type() instanceof DataType.Atomic type && type.root().isTimestamp() && type.precision() > 6;
    }

    private static @Nullable Comparison comparison(String name) {
        for (Comparison comparison : Comparison.values()) {
            if (comparison.sql().equals(name)) {
                return comparison;
            }
        }
        return null;
    }

    /** A column, or a nested field, under its name in the reader. */
    private record Column(String path, DataField field) {}

    private @Nullable Column column(Expression expression) {
        if (!(expression instanceof NamedReference reference)) {
            return null;
        }
        String path = ColumnPath.to(List.of(reference.fieldNames()), fields);
        return path == null
                ? null
                : new Column(path, ColumnPath.of(path, fields).field());
    }

    /** A column whose values Spark and the reader compare alike, or null. CHAR is excluded because Spark pads it. */
    private @Nullable Column comparable(Expression expression) {
        Column column = column(expression);
        return column != null && isComparable(column.field) ? column : null;
    }

    public static boolean isComparable(DataField field) {
        return field.type() instanceof DataType.Atomic type
                && type.root() != TypeRoot.CHAR
                && type.root() != TypeRoot.VARIANT
                && type.root() != TypeRoot.BLOB;
    }

    /** The literal in the reader's form; null if it is null or does not fit the column's type. */
    private static @Nullable Object literal(DataField field, Expression expression) {
        if (!(expression instanceof Literal<?> literal) || literal.value() == null) {
            return null;
        }
        Object value = literal.value();
        return switch (field.type().root()) {
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case TINYINT, SMALLINT, INT, BIGINT -> isWhole(value) ? (Object) ((Number) value).longValue() : null;
            case FLOAT, DOUBLE ->
                value instanceof Float || value instanceof Double ? (Object) ((Number) value).doubleValue() : null;
            case DECIMAL -> value instanceof Decimal decimal ? decimal.toJavaBigDecimal() : null;
            case VARCHAR -> value instanceof UTF8String text ? text.toString() : null;
            case BINARY, VARBINARY -> value instanceof byte[] ? value : null;
            case DATE -> value instanceof Integer days ? LocalDate.ofEpochDay(days) : null;
            case TIME -> value instanceof Long nanos ? LocalTime.ofNanoOfDay(nanos) : null;
            case TIMESTAMP ->
                value instanceof Long micros ? LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC) : null;
            case TIMESTAMP_LTZ -> value instanceof Long micros ? instant(micros) : null;
            default -> null;
        };
    }

    private static boolean isWhole(Object value) {
        return value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long;
    }

    private static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000L);
    }
}
