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
package io.tablestore.internal.merge.aggregate;

import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.ElementMerge;
import io.tablestore.internal.merge.column.ValueKey;
import io.tablestore.options.FieldOptions;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code collect}: the elements of all arrays. */
final class Collect implements AggregateFunction {

    @Override
    public String name() {
        return "collect";
    }

    @Override
    public String description() {
        return "The elements of all arrays, each once with `distinct`. A retraction removes one element for each of its own.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type.root() == TypeRoot.ARRAY;
    }

    @Override
    public boolean retracts() {
        return true;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        return new Merge(field, options);
    }

    private static final class Merge extends ElementMerge {

        private final boolean distinct;

        Merge(DataField field, FunctionOptions options) {
            super(field);
            this.distinct = options.flag(FieldOptions.DISTINCT);
        }

        @Override
        protected @Nullable List<Element> add(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (held == null && value == null) {
                return null;
            }
            List<Element> all = new ArrayList<>();
            Set<@Nullable Object> seen = new HashSet<>();
            for (List<Element> elements : List.of(orEmpty(held), orEmpty(value))) {
                for (Element element : elements) {
                    if (!distinct || seen.add(ValueKey.of(element.elements(), element.row()))) {
                        all.add(element);
                    }
                }
            }
            return all;
        }

        private static List<Element> orEmpty(@Nullable List<Element> elements) {
            return elements == null ? List.of() : elements;
        }

        /** The order of elements does not matter. */
        @Override
        protected @Nullable List<Element> addReversed(@Nullable List<Element> held, @Nullable List<Element> value) {
            return add(held, value);
        }

        @Override
        protected @Nullable List<Element> retract(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (held == null || value == null) {
                return held;
            }
            Map<@Nullable Object, Integer> taken = new HashMap<>();
            for (Element element : value) {
                taken.merge(ValueKey.of(element.elements(), element.row()), 1, Integer::sum);
            }
            List<Element> left = new ArrayList<>();
            for (Element element : held) {
                Object key = ValueKey.of(element.elements(), element.row());
                int more = taken.getOrDefault(key, 0);
                if (more > 0) {
                    taken.put(key, more - 1);
                } else {
                    left.add(element);
                }
            }
            return left;
        }
    }
}
