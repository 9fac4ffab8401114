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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** {@code merge_map_with_keytime}: the entries of all maps; for each key, the value with the greatest time. */
final class MergeMapWithKeyTime implements AggregateFunction {

    @Override
    public String name() {
        return "merge_map_with_keytime";
    }

    @Override
    public String description() {
        return "The entries of all maps, whose values are rows; of a key the row with the greatest text in `ts-field`"
                + " (the last field). A null row removes its key, a null time is passed over.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type instanceof DataType.Mapping mapping
                && mapping.value() instanceof DataType.Row row
                && !row.fields().isEmpty();
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        DataType.Row row = (DataType.Row) ((DataType.Mapping) field.type()).value();
        List<String> names = row.fields().stream().map(DataField::name).toList();
        String name = options.text(FieldOptions.TS_FIELD, names.get(names.size() - 1));
        int time = names.indexOf(name);
        if (time < 0 || !row.fields().get(time).type().root().isString()) {
            throw options.wrong(FieldOptions.TS_FIELD, "a text field of the map's rows", name);
        }
        return new Merge(field, time);
    }

    private static final class Merge extends ElementMerge {

        private final int time;

        Merge(DataField field, int time) {
            super(field);
            this.time = time;
        }

        @Override
        protected @Nullable List<Element> add(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (held == null || value == null) {
                return held == null ? value : held;
            }
            Map<@Nullable Object, Element> entries = new LinkedHashMap<>();
            for (Element element : held) {
                entries.put(ValueKey.of(element.part(0), element.row()), element);
            }
            for (Element element : value) {
                Object key = ValueKey.of(element.part(0), element.row());
                if (element.part(1).isNull(element.row())) {
                    entries.remove(key);
                    continue;
                }
                String stamp = time(element);
                Element known = entries.get(key);
                String knownStamp = known == null || known.part(1).isNull(known.row()) ? null : time(known);
                if (stamp != null && (knownStamp == null || stamp.compareTo(knownStamp) > 0)) {
                    entries.put(key, element);
                }
            }
            return new ArrayList<>(entries.values());
        }

        private @Nullable String time(Element element) {
            FieldVector times = element.part(1).getChildrenFromFields().get(time);
            return times.isNull(element.row())
                    ? null
                    : new String(
                            ValueKey.bytes((BaseVariableWidthVector) times, element.row()), StandardCharsets.UTF_8);
        }
    }
}
