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
package io.tablestore.hive.types;

import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.common.type.Date;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.common.type.Timestamp;
import org.apache.hadoop.hive.common.type.TimestampTZ;
import org.apache.hadoop.hive.ql.plan.DynamicValue;
import org.apache.hadoop.hive.ql.plan.ExprNodeColumnDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeConstantDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeDynamicValueDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeFieldDesc;
import org.apache.hadoop.hive.ql.plan.ExprNodeGenericFuncDesc;
import org.apache.hadoop.hive.ql.udf.UDFLike;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDF;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFBetween;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFBridge;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFIn;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPAnd;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqual;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualNS;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualOrGreaterThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPEqualOrLessThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPGreaterThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPLessThan;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNot;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNotEqual;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNotNull;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPNull;
import org.apache.hadoop.hive.ql.udf.generic.GenericUDFOPOr;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates Hive's filter expressions to the reader's predicates. Hive evaluates them again, so the reader's predicate
 * may be weaker: expressions that cannot be translated accept all rows and never fail a query.
 */
public final class HivePredicates {

    private static final Logger LOG = LoggerFactory.getLogger(HivePredicates.class);

    private final List<DataField> columns;
    private final Configuration task;

    /** @param task provides the dynamic values that other parts of the query compute */
    private HivePredicates(List<DataField> columns, Configuration task) {
        this.columns = columns;
        this.task = task;
    }

    /**
     * A predicate that accepts all rows that the filter accepts, from what is known at the time of the call.
     *
     * @param filter null for none
     */
    public static Predicate ofJob(Configuration job, @Nullable ExprNodeDesc filter, List<DataField> columns) {
        if (filter == null) {
            return Predicate.TRUE;
        }
        try {
            return new HivePredicates(columns, job).wider(filter);
        } catch (RuntimeException failed) {
            LOG.warn("A filter is left to Hive: {}", failed.toString());
            return Predicate.TRUE;
        }
    }

    /** A predicate that accepts all rows that the expression accepts, and possibly more. */
    private Predicate wider(ExprNodeDesc expression) {
        Predicate exact = exact(expression);
        if (exact != null) {
            return exact;
        }
        GenericUDF function = function(expression);
        List<ExprNodeDesc> arguments = arguments(expression);
        if (function instanceof GenericUDFOPAnd) {
            return Predicate.and(arguments.stream().map(this::wider).toList());
        }
        if (function instanceof GenericUDFOPOr) {
            return Predicate.or(arguments.stream().map(this::wider).toList());
        }
        if (function instanceof GenericUDFOPEqual || function instanceof GenericUDFOPEqualNS) {
            return padded(arguments);
        }
        if (function instanceof GenericUDFBridge bridge && isLike(bridge)) {
            Predicate prefix = prefix(arguments, false);
            return prefix == null ? Predicate.TRUE : prefix;
        }
        return Predicate.TRUE;
    }

    /** The equivalent predicate, including where it is unknown; null if there is none. */
    private @Nullable Predicate exact(ExprNodeDesc expression) {
        if (expression instanceof ExprNodeColumnDesc || expression instanceof ExprNodeFieldDesc) {
            Column column = column(expression);
            return column == null || column.root() != TypeRoot.BOOLEAN
                    ? null
                    : Predicate.compare(column.path, Comparison.EQUAL, true);
        }
        GenericUDF function = function(expression);
        List<ExprNodeDesc> arguments = arguments(expression);
        if (function instanceof GenericUDFOPAnd || function instanceof GenericUDFOPOr) {
            List<Predicate> children = new ArrayList<>();
            for (ExprNodeDesc argument : arguments) {
                Predicate child = exact(argument);
                if (child == null) {
                    return null;
                }
                children.add(child);
            }
            return function instanceof GenericUDFOPAnd ? Predicate.and(children) : Predicate.or(children);
        }
        if (function instanceof GenericUDFOPNot) {
            Predicate child = exact(arguments.get(0));
            return child == null ? null : Predicate.not(child);
        }
        if (function instanceof GenericUDFOPNull || function instanceof GenericUDFOPNotNull) {
            Column column = column(arguments.get(0));
            if (column == null || !(column.field.type() instanceof DataType.Atomic)) {
                return null;
            }
            Predicate isNull = Predicate.isNull(column.path);
            return function instanceof GenericUDFOPNull ? isNull : Predicate.not(isNull);
        }
        if (function instanceof GenericUDFBetween) {
            return between(arguments);
        }
        if (function instanceof GenericUDFIn) {
            return in(arguments);
        }
        if (function instanceof GenericUDFBridge bridge && isLike(bridge)) {
            return prefix(arguments, true);
        }
        Comparison comparison = comparison(function);
        return comparison == null ? null : compare(comparison, arguments.get(0), arguments.get(1));
    }

    private static @Nullable GenericUDF function(ExprNodeDesc expression) {
        return expression instanceof ExprNodeGenericFuncDesc call ? call.getGenericUDF() : null;
    }

    private static List<ExprNodeDesc> arguments(ExprNodeDesc expression) {
        List<ExprNodeDesc> children = expression.getChildren();
        return children == null ? List.of() : children;
    }

    private static @Nullable Comparison comparison(@Nullable GenericUDF function) {
        if (function instanceof GenericUDFOPEqualNS) {
            return null; // never returns unknown
        }
        if (function instanceof GenericUDFOPEqual) {
            return Comparison.EQUAL;
        }
        if (function instanceof GenericUDFOPNotEqual) {
            return Comparison.NOT_EQUAL;
        }
        if (function instanceof GenericUDFOPLessThan) {
            return Comparison.LESS;
        }
        if (function instanceof GenericUDFOPEqualOrLessThan) {
            return Comparison.LESS_OR_EQUAL;
        }
        if (function instanceof GenericUDFOPGreaterThan) {
            return Comparison.GREATER;
        }
        return function instanceof GenericUDFOPEqualOrGreaterThan ? Comparison.GREATER_OR_EQUAL : null;
    }

    private @Nullable Predicate compare(Comparison comparison, ExprNodeDesc left, ExprNodeDesc right) {
        Column column = column(left);
        if (column == null) {
            Column other = column(right);
            return other == null ? null : compare(other, comparison.mirrored(), left);
        }
        return compare(column, comparison, right);
    }

    private @Nullable Predicate compare(Column column, Comparison comparison, ExprNodeDesc value) {
        Object literal = literal(column, value);
        return literal == null ? null : Predicate.compare(column.path, comparison, literal);
    }

    private @Nullable Predicate between(List<ExprNodeDesc> arguments) {
        Column column = column(arguments.get(1));
        if (column == null || !(arguments.get(0) instanceof ExprNodeConstantDesc inverted)) {
            return null;
        }
        Predicate low = compare(column, Comparison.GREATER_OR_EQUAL, arguments.get(2));
        Predicate high = compare(column, Comparison.LESS_OR_EQUAL, arguments.get(3));
        if (low == null || high == null) {
            return null;
        }
        Predicate between = Predicate.and(low, high);
        return Boolean.TRUE.equals(inverted.getValue()) ? Predicate.not(between) : between;
    }

    private @Nullable Predicate in(List<ExprNodeDesc> arguments) {
        Column column = column(arguments.get(0));
        if (column == null) {
            return null;
        }
        List<Object> literals = new ArrayList<>();
        for (ExprNodeDesc value : arguments.subList(1, arguments.size())) {
            Object literal = literal(column, value);
            if (literal == null) {
                return null;
            }
            literals.add(literal);
        }
        return new Predicate.In(column.path, literals);
    }

    private static boolean isLike(GenericUDFBridge function) {
        return UDFLike.class.getName().equals(function.getUdfClassName());
    }

    /** The prefix before the first wildcard. It is equivalent only if that wildcard is {@code %} and the last character. */
    private @Nullable Predicate prefix(List<ExprNodeDesc> arguments, boolean exactly) {
        Column column = column(arguments.get(0));
        if (column == null
                || column.root() != TypeRoot.VARCHAR
                || !(arguments.get(1) instanceof ExprNodeConstantDesc constant)
                || constant.getValue() == null) {
            return null;
        }
        String pattern = constant.getValue().toString();
        int end = 0;
        while (end < pattern.length() && "%_\\".indexOf(pattern.charAt(end)) < 0) {
            end++;
        }
        boolean isPrefix = end == pattern.length() - 1 && pattern.charAt(end) == '%';
        return end == 0 || exactly && !isPrefix
                ? null
                : new Predicate.StartsWith(column.path, pattern.substring(0, end));
    }

    /** {@code c = 'x'} for a CHAR column, ignoring trailing blanks: a range that contains all padded forms. */
    private Predicate padded(List<ExprNodeDesc> arguments) {
        Column column = column(arguments.get(0));
        if (column == null
                || column.root() != TypeRoot.CHAR
                || !(arguments.get(1) instanceof ExprNodeConstantDesc constant)
                || constant.getValue() == null) {
            return Predicate.TRUE;
        }
        String text = constant.getValue() instanceof HiveChar fixed
                ? fixed.getStrippedValue()
                : constant.getValue().toString().replaceAll(" +\\z", "");
        return Predicate.and(
                Predicate.compare(column.path, Comparison.GREATER_OR_EQUAL, text),
                Predicate.compare(column.path, Comparison.LESS, text + "!")); // '!' is the character after the blank
    }

    /**
     * A column, or a field nested in row columns.
     *
     * @param names of the column and of the nested fields, from the column inwards
     * @param path its name in the reader
     */
    private record Column(List<String> names, String path, DataField field) {

        TypeRoot root() {
            return field.type().root();
        }
    }

    private @Nullable Column column(ExprNodeDesc expression) {
        if (expression instanceof ExprNodeColumnDesc column) {
            return find(List.of(), column.getColumn(), columns);
        }
        if (expression instanceof ExprNodeFieldDesc access && !access.getIsList()) {
            Column row = column(access.getDesc());
            return row != null && row.field.type() instanceof DataType.Row type
                    ? find(row.names, access.getFieldName(), type.fields())
                    : null;
        }
        return null;
    }

    private @Nullable Column find(List<String> before, String name, List<DataField> fields) {
        DataField field = fields.stream()
                .filter(candidate -> candidate.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
        if (field == null) {
            return null;
        }
        List<String> names = new ArrayList<>(before);
        names.add(field.name());
        String path = ColumnPath.to(names, columns);
        return path == null ? null : new Column(names, path, field);
    }

    /** The literal in the reader's form; null if the column cannot be compared with it directly. */
    private @Nullable Object literal(Column column, ExprNodeDesc expression) {
        Object value = null;
        if (expression instanceof ExprNodeConstantDesc constant) {
            value = constant.getValue();
        } else if (expression instanceof ExprNodeDynamicValueDesc dynamic) {
            value = found(dynamic.getDynamicValue());
        }
        return value == null ? null : literal(column.root(), value);
    }

    /** A dynamic value that another part of the query computes; it is known in tasks only. */
    private @Nullable Object found(DynamicValue dynamic) {
        try {
            dynamic.setConf(task);
            return dynamic.getJavaValue();
        } catch (RuntimeException notYet) {
            LOG.debug("The values of {} are not known here.", dynamic, notYet);
            return null;
        }
    }

    private static @Nullable Object literal(TypeRoot root, Object value) {
        return switch (root) {
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case TINYINT, SMALLINT, INT, BIGINT ->
                value instanceof Byte || value instanceof Short || value instanceof Integer || value instanceof Long
                        ? ((Number) value).longValue()
                        : null;
            case FLOAT -> value instanceof Float number && !number.isNaN() ? number.doubleValue() : null;
            case DOUBLE -> value instanceof Double number && !number.isNaN() ? number : null;
            case DECIMAL -> value instanceof HiveDecimal decimal ? decimal.bigDecimalValue() : null;
            case VARCHAR -> value instanceof String || value instanceof HiveVarchar ? value.toString() : null;
            case DATE -> value instanceof Date date ? LocalDate.ofEpochDay(date.toEpochDay()) : null;
            case TIMESTAMP ->
                value instanceof Timestamp time
                        ? LocalDateTime.ofEpochSecond(time.toEpochSecond(), time.getNanos(), ZoneOffset.UTC)
                        : null;
            case TIMESTAMP_LTZ ->
                value instanceof TimestampTZ instant
                        ? Instant.ofEpochSecond(instant.getEpochSecond(), instant.getNanos())
                        : null;
            case CHAR, BINARY, VARBINARY, BLOB, TIME, VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> null;
        };
    }
}
