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
package io.tablestore.writer.internal.row;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.OptionSet;
import io.tablestore.options.WriteOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.RowKind;
import io.tablestore.writer.row.ByteSpan;
import io.tablestore.writer.row.InputValues;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Determines the kind of a row, and whether the row is stored, ignored or refused (format reference, 8). */
public final class RowFilter {

    private final TableSchema schema;
    private final int kindPosition;
    private final boolean ignoresDeletes;
    private final boolean ignoresUpdateBefore;
    private final boolean takesRetracts;
    private final int[] notNull;
    private final ByteSpan span = new ByteSpan();

    public RowFilter(TableSchema schema) {
        this.schema = schema;
        OptionSet options = schema.optionSet();
        String kindField = options.get(WriteOptions.ROW_KIND_FIELD);
        this.kindPosition = kindField.isEmpty() ? -1 : schema.fields().indexOf(schema.field(kindField));
        this.ignoresDeletes = options.get(MergeOptions.IGNORE_DELETE);
        this.ignoresUpdateBefore = options.get(WriteOptions.IGNORE_UPDATE_BEFORE);
        this.takesRetracts =
                schema.hasPrimaryKey() && options.get(MergeOptions.MERGE_ENGINE) != MergeEngineName.FIRST_ROW;
        this.notNull = IntStream.range(0, schema.fields().size())
                .filter(i -> isNeeded(schema, schema.fields().get(i)))
                .toArray();
    }

    private static boolean isNeeded(TableSchema schema, DataField field) {
        return !field.type().nullable() || schema.primaryKeys().contains(field.name());
    }

    /**
     * The kind to store a row with, or null if the row is not stored.
     *
     * @param values the row as given; its NOT NULL columns must not be null
     * @param row the same row with column defaults applied
     */
    public @Nullable RowKind kind(RowKind given, InputValues values, InputValues row) {
        RowKind kind = kindPosition < 0 ? given : stated(row);
        if (kind.isRetract()) {
            if (ignoresDeletes || ignoresUpdateBefore && kind == RowKind.UPDATE_BEFORE) {
                return null;
            }
            if (!takesRetracts) {
                throw new InvalidTableException(
                        schema.hasPrimaryKey()
                                ? "A first-row table takes no deletes; set 'ignore-delete' = 'true' to leave them out."
                                : "A table without a primary key takes insertions only, not " + kind.shortText() + ".");
            }
        }
        if (values.size() != schema.fields().size()) {
            throw new TableStoreException("The row has " + values.size() + " values, and the table "
                    + schema.fields().size() + " columns. Give one value for each column.");
        }
        for (int position : notNull) {
            if (values.isNull(position)) {
                throw new TableStoreException(
                        "Column " + schema.fields().get(position).name()
                                + " is NOT NULL, or part of the primary key, and the row has no value for it.");
            }
        }
        return kind;
    }

    private RowKind stated(InputValues row) {
        if (row.isNull(kindPosition)) {
            throw new TableStoreException(
                    "Column " + schema.fields().get(kindPosition).name()
                            + " gives the kind of a row (+I, -U, +U or -D), but is null.");
        }
        row.getBytes(kindPosition, span);
        String text = new String(span.array(), span.offset(), span.length(), StandardCharsets.UTF_8);
        for (RowKind kind : RowKind.values()) {
            if (kind.shortText().equals(text)) {
                return kind;
            }
        }
        throw new TableStoreException(
                "Column " + schema.fields().get(kindPosition).name()
                        + " gives the kind of a row (+I, -U, +U or -D), but holds '" + text + "'.");
    }
}
