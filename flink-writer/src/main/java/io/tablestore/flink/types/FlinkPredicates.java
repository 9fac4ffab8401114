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
package io.tablestore.flink.types;

import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.expressions.CallExpression;
import org.apache.flink.table.expressions.FieldReferenceExpression;
import org.apache.flink.table.expressions.ResolvedExpression;
import org.apache.flink.table.expressions.ValueLiteralExpression;
import org.apache.flink.table.functions.BuiltInFunctionDefinitions;
import org.apache.flink.table.functions.FunctionDefinition;
import org.jspecify.annotations.Nullable;

/** Translates Flink's filter expressions to the reader's predicates. Flink evaluates those that cannot be translated. */
public final class FlinkPredicates {

    private final List<DataField> fields;

    public FlinkPredicates(List<DataField> fields) {
        this.fields = fields;
    }

    /** The equivalent predicate, or null if the reader cannot evaluate it exactly. */
    @Nullable
    public Predicate translate(ResolvedExpression expression) {
        if (!(expression instanceof CallExpression call)) {
            return bool(expression);
        }
        FunctionDefinition function = call.getFunctionDefinition();
        List<ResolvedExpression> arguments = call.getResolvedChildren();
        if (function == BuiltInFunctionDefinitions.AND || function == BuiltInFunctionDefinitions.OR) {
            return joined(function == BuiltInFunctionDefinitions.AND, arguments);
        }
        if (function == BuiltInFunctionDefinitions.NOT) {
            Predicate child = translate(arguments.get(0));
            return child == null ? null : Predicate.not(child);
        }
        if (function == BuiltInFunctionDefinitions.IS_NULL || function == BuiltInFunctionDefinitions.IS_NOT_NULL) {
            DataField field = field(arguments.get(0));
            if (field == null || !(field.type() instanceof DataType.Atomic)) {
                return null;
            }
            Predicate isNull = Predicate.isNull(field.name());
            return function == BuiltInFunctionDefinitions.IS_NULL ? isNull : Predicate.not(isNull);
        }
        Comparison comparison = comparison(function);
        return comparison == null || arguments.size() != 2
                ? null
                : compare(comparison, arguments.get(0), arguments.get(1));
    }

    /** A boolean column used as a condition. */
    private @Nullable Predicate bool(ResolvedExpression expression) {
        DataField field = field(expression);
        return field == null || field.type().root() != TypeRoot.BOOLEAN
                ? null
                : Predicate.compare(field.name(), Comparison.EQUAL, true);
    }

    private @Nullable Predicate joined(boolean and, List<ResolvedExpression> arguments) {
        List<Predicate> children = new ArrayList<>();
        for (ResolvedExpression argument : arguments) {
            Predicate child = translate(argument);
            if (child == null) {
                return null;
            }
            children.add(child);
        }
        return and ? Predicate.and(children) : Predicate.or(children);
    }

    private static @Nullable Comparison comparison(FunctionDefinition function) {
        if (function == BuiltInFunctionDefinitions.EQUALS) {
            return Comparison.EQUAL;
        }
        if (function == BuiltInFunctionDefinitions.NOT_EQUALS) {
            return Comparison.NOT_EQUAL;
        }
        if (function == BuiltInFunctionDefinitions.LESS_THAN) {
            return Comparison.LESS;
        }
        if (function == BuiltInFunctionDefinitions.LESS_THAN_OR_EQUAL) {
            return Comparison.LESS_OR_EQUAL;
        }
        if (function == BuiltInFunctionDefinitions.GREATER_THAN) {
            return Comparison.GREATER;
        }
        return function == BuiltInFunctionDefinitions.GREATER_THAN_OR_EQUAL ? Comparison.GREATER_OR_EQUAL : null;
    }

    private @Nullable Predicate compare(Comparison comparison, ResolvedExpression left, ResolvedExpression right) {
        DataField field = field(left);
        if (field != null && right instanceof ValueLiteralExpression literal) {
            return compare(field, comparison, literal);
        }
        DataField other = field(right);
        if (other != null && left instanceof ValueLiteralExpression literal) {
            return compare(other, comparison.mirrored(), literal);
        }
        return null;
    }

    private static @Nullable Predicate compare(DataField field, Comparison comparison, ValueLiteralExpression literal) {
        Object value = literal(field, literal);
        if (value == null) {
            return null;
        }
        Predicate compared = Predicate.compare(field.name(), comparison, value);
        boolean includesNan = field.type().root().isFloating()
                && (comparison == Comparison.GREATER || comparison == Comparison.GREATER_OR_EQUAL);
        return includesNan ? Predicate.and(compared, notNan(field)) : compared;
    }

    /** To the reader NaN is greater than all numbers; to Flink it is not greater than any. */
    private static Predicate notNan(DataField field) {
        return Predicate.compare(field.name(), Comparison.LESS_OR_EQUAL, Double.POSITIVE_INFINITY);
    }

    private @Nullable DataField field(ResolvedExpression expression) {
        if (expression instanceof FieldReferenceExpression reference) {
            for (DataField field : fields) {
                if (field.name().equals(reference.getName())) {
                    return field;
                }
            }
        }
        return null;
    }

    /**
     * The literal in the reader's form; null if it does not fit the column's type. CHAR is excluded because Flink pads
     * it.
     */
    private static @Nullable Object literal(DataField field, ValueLiteralExpression literal) {
        return switch (field.type().root()) {
            case BOOLEAN -> literal.getValueAs(Boolean.class).orElse(null);
            case TINYINT, SMALLINT, INT, BIGINT -> whole(literal);
            case FLOAT, DOUBLE -> real(literal);
            case DECIMAL -> literal.getValueAs(BigDecimal.class).orElse(null);
            case VARCHAR -> literal.getValueAs(String.class).orElse(null);
            case DATE -> literal.getValueAs(LocalDate.class).orElse(null);
            case TIME -> literal.getValueAs(LocalTime.class).orElse(null);
            case TIMESTAMP -> literal.getValueAs(LocalDateTime.class).orElse(null);
            case TIMESTAMP_LTZ -> literal.getValueAs(Instant.class).orElse(null);
            default -> null;
        };
    }

    private static @Nullable Object whole(ValueLiteralExpression literal) {
        return switch (literal.getOutputDataType().getLogicalType().getTypeRoot()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                literal.getValueAs(Number.class).map(Number::longValue).orElse(null);
            default -> null;
        };
    }

    private static @Nullable Object real(ValueLiteralExpression literal) {
        return switch (literal.getOutputDataType().getLogicalType().getTypeRoot()) {
            case FLOAT, DOUBLE ->
                literal.getValueAs(Number.class)
                        .map(Number::doubleValue)
                        .filter(number -> !number.isNaN())
                        .orElse(null);
            default -> null;
        };
    }
}
