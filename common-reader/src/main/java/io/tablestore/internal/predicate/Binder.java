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
package io.tablestore.internal.predicate;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.BoundPredicate.Test;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Resolves names and types of a predicate, pushing negations into the leaves. */
final class Binder {

    private final List<DataField> fields;

    Binder(List<DataField> fields) {
        this.fields = fields;
    }

    BoundPredicate bind(Predicate predicate) {
        return bind(predicate, false);
    }

    /** @param negated whether the predicate is under an odd number of negations */
    private BoundPredicate bind(Predicate predicate, boolean negated) {
        if (predicate instanceof Predicate.Constant constant) {
            return constant.value() != negated ? BoundPredicate.Constant.TRUE : BoundPredicate.Constant.FALSE;
        }
        if (predicate instanceof Predicate.Not not) {
            return bind(not.child(), !negated);
        }
        if (predicate instanceof Predicate.And and) {
            List<BoundPredicate> children = bindAll(and.children(), negated);
            return negated ? BoundPredicate.or(children) : BoundPredicate.and(children);
        }
        if (predicate instanceof Predicate.Or or) {
            List<BoundPredicate> children = bindAll(or.children(), negated);
            return negated ? BoundPredicate.and(children) : BoundPredicate.or(children);
        }
        if (predicate instanceof Predicate.Compare compare) {
            ColumnPath path = path(compare.column());
            Comparison comparison = negated ? compare.comparison().negated() : compare.comparison();
            return compare(path, comparison, compare.literal());
        }
        if (predicate instanceof Predicate.In in) {
            return in(path(in.column()), in.literals(), negated);
        }
        if (predicate instanceof Predicate.IsNull isNull) {
            Test test = negated ? Test.IS_NOT_NULL : Test.IS_NULL;
            return leaf(path(isNull.column()), test, List.of());
        }
        Predicate.StartsWith startsWith = (Predicate.StartsWith) predicate;
        ColumnPath path = path(startsWith.column());
        DataField field = path.field();
        if (!field.type().root().isString()) {
            throw new TableStoreException("Column " + field.name() + " is " + field.type()
                    + "; LIKE needs a CHAR, VARCHAR or STRING column.");
        }
        Object prefix = startsWith.prefix().getBytes(StandardCharsets.UTF_8);
        return leaf(path, negated ? Test.NOT_STARTS_WITH : Test.STARTS_WITH, List.of(prefix));
    }

    private List<BoundPredicate> bindAll(List<Predicate> children, boolean negated) {
        return children.stream().map(child -> bind(child, negated)).toList();
    }

    private static BoundPredicate compare(ColumnPath path, Comparison comparison, Object literal) {
        Object value = LiteralForm.of(path.field(), literal);
        if (value instanceof BigDecimal exact && wholeNumbers(path)) {
            return compareWithFraction(path, comparison, exact);
        }
        return leaf(path, test(comparison), List.of(value));
    }

    private static boolean wholeNumbers(ColumnPath path) {
        return path.field().type().root() != TypeRoot.DECIMAL;
    }

    /** An integer never equals a fraction, and is less than it exactly if it is at most the fraction's floor. */
    private static BoundPredicate compareWithFraction(ColumnPath path, Comparison comparison, BigDecimal literal) {
        BigDecimal floor = literal.setScale(0, RoundingMode.FLOOR);
        boolean above = floor.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0;
        boolean below = floor.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) < 0;
        boolean exact = floor.compareTo(literal) == 0 && !above && !below;
        Leaf notNull = leaf(path, Test.IS_NOT_NULL, List.of());
        if (exact) {
            return leaf(path, test(comparison), List.of(floor.longValueExact()));
        }
        return switch (comparison) {
            case EQUAL -> BoundPredicate.Constant.FALSE;
            case NOT_EQUAL -> notNull;
            case LESS, LESS_OR_EQUAL ->
                above
                        ? notNull
                        : below
                                ? BoundPredicate.Constant.FALSE
                                : leaf(path, Test.LESS_OR_EQUAL, List.of(floor.longValueExact()));
            case GREATER, GREATER_OR_EQUAL ->
                above
                        ? BoundPredicate.Constant.FALSE
                        : below ? notNull : leaf(path, Test.GREATER, List.of(floor.longValueExact()));
        };
    }

    private static BoundPredicate in(ColumnPath path, List<Object> literals, boolean negated) {
        List<Object> values = new ArrayList<>();
        for (Object literal : literals) {
            Object value = LiteralForm.of(path.field(), literal);
            if (value instanceof BigDecimal exact && wholeNumbers(path)) {
                BoundPredicate equal = compareWithFraction(path, Comparison.EQUAL, exact);
                if (equal instanceof Leaf leaf) {
                    values.add(leaf.literal());
                }
            } else {
                values.add(value);
            }
        }
        if (values.isEmpty()) {
            return negated ? leaf(path, Test.IS_NOT_NULL, List.of()) : BoundPredicate.Constant.FALSE;
        }
        return leaf(path, negated ? Test.NOT_IN : Test.IN, values);
    }

    private static Test test(Comparison comparison) {
        return switch (comparison) {
            case EQUAL -> Test.EQUAL;
            case NOT_EQUAL -> Test.NOT_EQUAL;
            case LESS -> Test.LESS;
            case LESS_OR_EQUAL -> Test.LESS_OR_EQUAL;
            case GREATER -> Test.GREATER;
            case GREATER_OR_EQUAL -> Test.GREATER_OR_EQUAL;
        };
    }

    private static Leaf leaf(ColumnPath path, Test test, List<Object> literals) {
        return new Leaf(path.column(), path.field(), test, literals);
    }

    private ColumnPath path(String name) {
        return ColumnPath.of(name, fields);
    }
}
