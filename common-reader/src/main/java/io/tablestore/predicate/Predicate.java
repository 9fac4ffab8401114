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
package io.tablestore.predicate;

import io.tablestore.internal.predicate.BoundPredicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A condition on the columns of a table, which are given by name. Rows for which it is unknown, because a null is compared, do
 * not pass.
 *
 * <p>Literals are {@link Boolean}, {@link Long} (all integer types), {@link Double}, {@link java.math.BigDecimal},
 * {@link String}, {@code byte[]}, {@link java.time.LocalDate}, {@link java.time.LocalTime}, {@link java.time.LocalDateTime} or
 * {@link java.time.Instant}. {@link BoundPredicate#bind} converts them to the column's type.
 */
public sealed interface Predicate {

    /** Every row passes. */
    Predicate TRUE = new Constant(true);

    /** No row passes. */
    Predicate FALSE = new Constant(false);

    record Constant(boolean value) implements Predicate {
        @Override
        public String toString() {
            return value ? "TRUE" : "FALSE";
        }
    }

    record And(List<Predicate> children) implements Predicate {
        public And {
            children = List.copyOf(children);
        }

        @Override
        public String toString() {
            return Text.joined(children, " AND ");
        }
    }

    record Or(List<Predicate> children) implements Predicate {
        public Or {
            children = List.copyOf(children);
        }

        @Override
        public String toString() {
            return Text.joined(children, " OR ");
        }
    }

    record Not(Predicate child) implements Predicate {
        @Override
        public String toString() {
            return "NOT (" + child + ")";
        }
    }

    record Compare(String column, Comparison comparison, Object literal) implements Predicate {
        @Override
        public String toString() {
            return column + " " + comparison.sql() + " " + Text.of(literal);
        }
    }

    record In(String column, List<Object> literals) implements Predicate {
        public In {
            literals = List.copyOf(literals);
        }

        @Override
        public String toString() {
            return column + " IN ("
                    + String.join(", ", literals.stream().map(Text::of).toList()) + ")";
        }
    }

    record IsNull(String column) implements Predicate {
        @Override
        public String toString() {
            return column + " IS NULL";
        }
    }

    /** {@code column LIKE 'prefix%'}; {@code prefix} is plain text without wildcards. */
    record StartsWith(String column, String prefix) implements Predicate {
        @Override
        public String toString() {
            return column + " STARTS WITH " + Text.of(prefix);
        }
    }

    static Predicate and(Predicate... children) {
        return and(Arrays.asList(children));
    }

    /** Combines conditions with AND. Nested conjunctions are flattened, because engines pass long ones as deep trees. */
    static Predicate and(List<Predicate> children) {
        List<Predicate> flat = flatten(children, child -> child instanceof And and ? and.children() : null);
        return flat.isEmpty() ? TRUE : flat.size() == 1 ? flat.get(0) : new And(flat);
    }

    private static List<Predicate> flatten(
            List<Predicate> children, Function<Predicate, @Nullable List<Predicate>> inner) {
        List<Predicate> flat = new ArrayList<>(children.size());
        for (Predicate child : children) {
            List<Predicate> nested = inner.apply(child);
            if (nested == null) {
                flat.add(child);
            } else {
                flat.addAll(nested);
            }
        }
        return flat;
    }

    static Predicate or(Predicate... children) {
        return or(Arrays.asList(children));
    }

    /** Combines conditions with OR; flattens as {@link #and(List)} does. */
    static Predicate or(List<Predicate> children) {
        List<Predicate> flat = flatten(children, child -> child instanceof Or or ? or.children() : null);
        return flat.isEmpty() ? FALSE : flat.size() == 1 ? flat.get(0) : new Or(flat);
    }

    static Predicate not(Predicate child) {
        return new Not(child);
    }

    static Predicate isNull(String column) {
        return new IsNull(column);
    }

    static Predicate compare(String column, Comparison comparison, Object literal) {
        return new Compare(column, comparison, literal);
    }
}
