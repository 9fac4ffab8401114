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
package io.tablestore.writer;

import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.RowKind;
import io.tablestore.writer.internal.row.ColumnDefaults;
import io.tablestore.writer.internal.row.JavaValues;
import io.tablestore.writer.internal.row.RowFilter;
import io.tablestore.writer.routing.KeyExtractor;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The row that is being written, with column defaults applied, and the keys that determine its partition and bucket.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class RowIntake {

    private final JavaValues javaValues;
    private final ColumnDefaults defaults;
    private final RowFilter filter;
    private final KeyExtractor partitions;
    private final KeyExtractor keys;
    private @Nullable InputValues row;
    private @Nullable RowKind kind;

    /** @param schema the schema of the rows */
    RowIntake(TableSchema schema) {
        this.javaValues = new JavaValues(schema.fields());
        this.defaults = new ColumnDefaults(schema);
        this.filter = new RowFilter(schema);
        this.partitions = new KeyExtractor(schema, schema.partitionFields());
        this.keys = new KeyExtractor(schema, schema.trimmedPrimaryKey());
    }

    /**
     * Converts a row of Java objects.
     *
     * @throws io.tablestore.error.TableStoreException if a column's type cannot hold a value; the message names the column
     */
    InputValues convert(RowValues given) {
        return javaValues.convert(given);
    }

    /**
     * Replaces the current row with the next one.
     *
     * @return whether the row is written; if not, no other method may be called for it
     */
    boolean take(RowKind given, InputValues values) {
        InputValues filled = defaults.fill(values);
        row = filled;
        kind = filter.kind(given, values, filled);
        return kind != null;
    }

    InputValues row() {
        return Objects.requireNonNull(row);
    }

    RowKind kind() {
        return Objects.requireNonNull(kind);
    }

    BinaryRow partition() {
        return partitions.row(row());
    }

    /** The hash of the primary key without partition columns, which dynamic buckets use. */
    int keyHash() {
        return keys.hash(row());
    }
}
