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

import io.tablestore.internal.merge.ColumnOrder;
import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.ElementMerge;
import io.tablestore.internal.merge.column.ElementMerge.Element;
import io.tablestore.internal.merge.column.ValueKey;
import io.tablestore.options.FieldOptions;
import io.tablestore.options.Option;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code nested_update}: the rows of all arrays, as a table inside a column. */
final class NestedUpdate implements AggregateFunction {

    @Override
    public String name() {
        return "nested_update";
    }

    @Override
    public String description() {
        return "The rows of all arrays, at most `count-limit`. With `nested-key`, of a key the later row, or that of the"
                + " greatest `nested-sequence-field`; `nested-key-null-strategy` is `merge`, `ignore` or `error`. A"
                + " retraction removes equal rows, or those of its keys.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type instanceof DataType.Collection collection
                && type.root() == TypeRoot.ARRAY
                && collection.element() instanceof DataType.Row;
    }

    @Override
    public boolean retracts() {
        return true;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        int limit = options.number(FieldOptions.COUNT_LIMIT);
        NestedKey key = NestedKey.of(field, options);
        return key.isEmpty() ? new Appending(field, limit) : new Keyed(field, key, limit);
    }

    /** The fields that identify a row of the array. */
    record NestedKey(List<Integer> fields, List<Integer> sequence, List<ColumnOrder> orders, String onNull) {

        static NestedKey of(DataField field, FunctionOptions options) {
            List<DataField> row = ((DataType.Row) ((DataType.Collection) field.type()).element()).fields();
            List<Integer> sequence = positions(row, options, FieldOptions.NESTED_SEQUENCE_FIELD);
            String onNull = options.text(FieldOptions.NESTED_KEY_NULL_STRATEGY).toLowerCase(Locale.ROOT);
            if (!Set.of("merge", "ignore", "error").contains(onNull)) {
                throw options.wrong(FieldOptions.NESTED_KEY_NULL_STRATEGY, "merge, ignore or error", onNull);
            }
            return new NestedKey(
                    positions(row, options, FieldOptions.NESTED_KEY),
                    sequence,
                    sequence.stream()
                            .map(position -> ColumnOrder.of(row.get(position).type()))
                            .toList(),
                    onNull);
        }

        private static List<Integer> positions(
                List<DataField> row, FunctionOptions options, Option<List<String>> option) {
            List<String> names = row.stream().map(DataField::name).toList();
            List<Integer> positions = new ArrayList<>();
            for (String name : options.names(option)) {
                if (!names.contains(name)) {
                    throw options.wrong(option, "fields of the array's rows (" + String.join(", ", names) + ")", name);
                }
                positions.add(names.indexOf(name));
            }
            return positions;
        }

        boolean isEmpty() {
            return fields.isEmpty();
        }

        /** The key of a row, or null if the row is ignored. */
        @Nullable
        List<@Nullable Object> of(Element element) {
            List<@Nullable Object> key = new ArrayList<>();
            for (int position : fields) {
                Object part = ValueKey.of(element.part(position), element.row());
                if (part == null && onNull.equals("error")) {
                    throw new AggregateFailure("a nested key holds null, which 'nested-key-null-strategy' forbids");
                }
                if (part == null && onNull.equals("ignore")) {
                    return null;
                }
                key.add(part);
            }
            return key;
        }

        /** Whether the new row replaces the old: its sequence is at least the old one's. Nulls come first. */
        boolean replaces(Element newer, Element older) {
            for (int i = 0; i < sequence.size(); i++) {
                var mine = newer.part(sequence.get(i));
                var other = older.part(sequence.get(i));
                boolean mineNull = mine.isNull(newer.row());
                boolean otherNull = other.isNull(older.row());
                if (mineNull || otherNull) {
                    if (mineNull != otherNull) {
                        return otherNull;
                    }
                    continue;
                }
                int order = orders.get(i).compare(mine, newer.row(), other, older.row());
                if (order != 0) {
                    return order > 0;
                }
            }
            return true;
        }
    }

    /** Rows without a key are appended. */
    private static final class Appending extends ElementMerge {

        private final int limit;

        Appending(DataField field, int limit) {
            super(field);
            this.limit = limit;
        }

        @Override
        protected @Nullable List<Element> add(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (value == null || held != null && held.size() >= limit) {
                return held;
            }
            List<Element> rows = new ArrayList<>();
            for (List<Element> elements : held == null ? List.of(value) : List.of(held, value)) {
                for (Element element : elements) {
                    if (rows.size() < limit && !element.isNull()) {
                        rows.add(element);
                    }
                }
            }
            return rows;
        }

        @Override
        protected @Nullable List<Element> retract(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (held == null || value == null) {
                return held;
            }
            Set<@Nullable Object> taken = new HashSet<>();
            value.forEach(element -> taken.add(ValueKey.of(element.elements(), element.row())));
            return held.stream()
                    .filter(element -> !taken.contains(ValueKey.of(element.elements(), element.row())))
                    .toList();
        }
    }

    /** Rows with a key replace each other. */
    private static final class Keyed extends ElementMerge {

        private final NestedKey key;
        private final int limit;

        Keyed(DataField field, NestedKey key, int limit) {
            super(field);
            this.key = key;
            this.limit = limit;
        }

        @Override
        protected @Nullable List<Element> add(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (value == null) {
                return held;
            }
            Map<List<@Nullable Object>, Element> rows = new LinkedHashMap<>();
            put(rows, held == null ? List.of() : held, Integer.MAX_VALUE);
            put(rows, value, limit);
            return new ArrayList<>(rows.values());
        }

        private void put(Map<List<@Nullable Object>, Element> rows, List<Element> elements, int most) {
            for (Element element : elements) {
                List<@Nullable Object> of = element.isNull() ? null : key.of(element);
                if (of == null) {
                    continue;
                }
                Element known = rows.get(of);
                if (known == null ? rows.size() < most : key.replaces(element, known)) {
                    rows.put(of, element);
                }
            }
        }

        @Override
        protected @Nullable List<Element> retract(@Nullable List<Element> held, @Nullable List<Element> value) {
            if (held == null || value == null) {
                return held;
            }
            Map<List<@Nullable Object>, Element> rows = new LinkedHashMap<>();
            put(rows, held, Integer.MAX_VALUE);
            for (Element element : value) {
                List<@Nullable Object> of = element.isNull() ? null : key.of(element);
                if (of != null) {
                    rows.remove(of);
                }
            }
            return new ArrayList<>(rows.values());
        }
    }
}
