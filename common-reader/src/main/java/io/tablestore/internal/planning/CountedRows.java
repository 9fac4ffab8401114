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
package io.tablestore.internal.planning;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.schema.TableSchema;

/**
 * Finds the files of value-count tables. Up to Paimon 0.5, a table without a primary key accepted changes unless it was
 * append-only. Its files hold each distinct row once, as the key, with the number of times that it was added or removed. The
 * schema does not distinguish such a table from an append table of a later release, but its files do: only they have keys
 * (reference section 13.2; golden/flink-table-store-0.2.1/counted_orc).
 */
public final class CountedRows {

    private CountedRows() {}

    /**
     * Checks one live file of a table.
     *
     * @param bucket the file's bucket, for the error
     * @throws UnsupportedFormatException if the file belongs to a value-count table
     */
    public static void refuse(TableSchema schema, int bucket, DataFile file) {
        if (!schema.hasPrimaryKey() && file.minKey().arity() > 0) {
            throw new UnsupportedFormatException(
                    "bucket-" + bucket + "/" + file.name(),
                    "a file of counted rows (a table without a primary key and not append-only, of Flink Table Store or"
                            + " Paimon up to 0.5)",
                    "With the release that wrote it, copy the table into one with a primary key, or with"
                            + " 'write-mode' = 'append-only'.");
        }
    }
}
