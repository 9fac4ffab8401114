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

import io.tablestore.predicate.Predicate;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A predicate whose columns and types are resolved against a list of fields. Negations are pushed into the leaves, so that
 * treating a leaf over a null as false does not change which rows pass.
 */
public sealed interface BoundPredicate {

    /** Every row passes, or none. */
    record Constant(boolean value) implements BoundPredicate {
        public static final Constant TRUE = new Constant(true);
        public static final Constant FALSE = new Constant(false);
    }

    record And(List<BoundPredicate> children) implements BoundPredicate {
        public And {
            children = List.copyOf(children);
        }
    }

    record Or(List<BoundPredicate> children) implements BoundPredicate {
        public Or {
            children = List.copyOf(children);
        }
    }

    /** The kind of test in a leaf. */
    enum Test {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IN,
        NOT_IN,
        IS_NULL,
        IS_NOT_NULL,
        STARTS_WITH,
        NOT_STARTS_WITH
    }

    /**
     * A test of one column, or of a field inside a column of rows.
     *
     * @param column the column of the table; if it is a column of rows, only with the fields that lead to {@code field}
     * @param field the tested field, which is null where an enclosing row is null
     * @param literals in the form of {@link ValueOrder} for the type of {@code field}: one for comparisons and prefixes,
     * ascending for lists
     */
    record Leaf(DataField column, DataField field, Test test, List<Object> literals) implements BoundPredicate {
        public Leaf {
            boolean list = test == Test.IN || test == Test.NOT_IN;
            literals = list ? literals.stream().sorted(ValueOrder::compare).toList() : List.copyOf(literals);
        }

        public Leaf(DataField column, Test test, List<Object> literals) {
            this(column, column, test, literals);
        }

        public boolean isNested() {
            return column.id() != field.id();
        }

        public Object literal() {
            return literals.get(0);
        }
    }

    /**
     * Resolves a predicate.
     *
     * @throws io.tablestore.error.TableStoreException if a column does not exist, its type cannot be compared, or a
     *     literal does not fit its type
     */
    static BoundPredicate bind(Predicate predicate, List<DataField> fields) {
        return new Binder(fields).bind(predicate);
    }

    static BoundPredicate and(List<BoundPredicate> children) {
        List<BoundPredicate> kept = new ArrayList<>();
        for (BoundPredicate child : children) {
            if (child.equals(Constant.FALSE)) {
                return Constant.FALSE;
            }
            if (child instanceof And and) {
                kept.addAll(and.children());
            } else if (!child.equals(Constant.TRUE)) {
                kept.add(child);
            }
        }
        return kept.isEmpty() ? Constant.TRUE : kept.size() == 1 ? kept.get(0) : new And(kept);
    }

    static BoundPredicate or(List<BoundPredicate> children) {
        List<BoundPredicate> kept = new ArrayList<>();
        for (BoundPredicate child : children) {
            if (child.equals(Constant.TRUE)) {
                return Constant.TRUE;
            }
            if (!child.equals(Constant.FALSE)) {
                kept.add(child);
            }
        }
        return kept.isEmpty() ? Constant.FALSE : kept.size() == 1 ? kept.get(0) : new Or(kept);
    }

    /** The conditions that must all hold. */
    default List<BoundPredicate> conjuncts() {
        return this instanceof And and ? and.children() : equals(Constant.TRUE) ? List.of() : List.of(this);
    }

    /** Its leaves, in order of occurrence. */
    default List<Leaf> leaves() {
        List<Leaf> leaves = new ArrayList<>();
        collectLeaves(this, leaves);
        return leaves;
    }

    private static void collectLeaves(BoundPredicate predicate, List<Leaf> leaves) {
        if (predicate instanceof Leaf leaf) {
            leaves.add(leaf);
        } else if (predicate instanceof And and) {
            and.children().forEach(child -> collectLeaves(child, leaves));
        } else if (predicate instanceof Or or) {
            or.children().forEach(child -> collectLeaves(child, leaves));
        }
    }

    /** The ids of the table's columns that it reads, in order of occurrence. */
    default Set<Integer> columnIds() {
        Set<Integer> ids = new LinkedHashSet<>();
        leaves().forEach(leaf -> ids.add(leaf.column().id()));
        return ids;
    }

    /** The weaker predicate in which conditions on columns other than {@code ids} count as unknown. */
    default BoundPredicate onlyOn(Set<Integer> ids) {
        return replaceLeaves(leaf -> ids.contains(leaf.column().id()) ? leaf : Constant.TRUE);
    }

    /** Replaces every leaf; a replacement of {@link Constant#TRUE} weakens the predicate. */
    default BoundPredicate replaceLeaves(Function<Leaf, BoundPredicate> replacement) {
        if (this instanceof Leaf leaf) {
            return replacement.apply(leaf);
        }
        if (this instanceof And and) {
            return and(and.children().stream()
                    .map(child -> child.replaceLeaves(replacement))
                    .toList());
        }
        if (this instanceof Or or) {
            return or(or.children().stream()
                    .map(child -> child.replaceLeaves(replacement))
                    .toList());
        }
        return this;
    }

    /**
     * Whether some row of a set can pass.
     *
     * @param statistics statistics of the field that a leaf tests
     * @param rowCount rows in the set
     */
    default boolean canMatch(Function<Leaf, ColumnStatistics> statistics, long rowCount) {
        if (this instanceof Leaf leaf) {
            return StatisticsTest.canMatch(leaf, statistics.apply(leaf), rowCount);
        }
        if (this instanceof And and) {
            return and.children().stream().allMatch(child -> child.canMatch(statistics, rowCount));
        }
        if (this instanceof Or or) {
            return or.children().stream().anyMatch(child -> child.canMatch(statistics, rowCount));
        }
        return ((Constant) this).value();
    }

    /**
     * Whether one row passes.
     *
     * @param values returns the value that a leaf tests, in a form of {@link ValueOrder}, or null
     */
    default boolean test(Function<Leaf, @Nullable Object> values) {
        if (this instanceof Leaf leaf) {
            return LeafTest.passes(leaf, values.apply(leaf));
        }
        if (this instanceof And and) {
            return and.children().stream().allMatch(child -> child.test(values));
        }
        if (this instanceof Or or) {
            return or.children().stream().anyMatch(child -> child.test(values));
        }
        return ((Constant) this).value();
    }
}
