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
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code merge_map}: the entries of all maps; the later value of a key wins. */
final class MergeMap implements AggregateFunction {

    @Override
    public String name() {
        return "merge_map";
    }

    @Override
    public String description() {
        return "The entries of all maps; of a key the later value. A retraction removes its keys.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type.root() == TypeRoot.MAP;
    }

    @Override
    public boolean retracts() {
        return true;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        return new Merge(field);
    }

    private static final class Merge extends ElementMerge {

        Merge(DataField field) {
            super(field);
        }

        @Override
        protected @Nullable List<Element> add(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (held == null || value == null) {
                return held == null ? value : held;
            }
            Map<@Nullable Object, Element> entries = byKey(held);
            entries.putAll(byKey(value));
            return new ArrayList<>(entries.values());
        }

        @Override
        protected @Nullable List<Element> retract(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (held == null || value == null) {
                return held;
            }
            Map<@Nullable Object, Element> entries = byKey(held);
            entries.keySet().removeAll(byKey(value).keySet());
            return new ArrayList<>(entries.values());
        }

        private static Map<@Nullable Object, Element> byKey(List<Element> elements) {
            Map<@Nullable Object, Element> entries = new LinkedHashMap<>();
            for (Element element : elements) {
                entries.put(ValueKey.of(element.part(0), element.row()), element);
            }
            return entries;
        }
    }
}
