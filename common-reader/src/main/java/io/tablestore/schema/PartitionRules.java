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
package io.tablestore.schema;

import io.tablestore.error.InvalidTableException;
import io.tablestore.format.TableSchema;
import io.tablestore.options.TableOptions;
import io.tablestore.types.DataField;

/**
 * Refuses, when a table is created, partition columns whose directory has no name that every reader would find again (format
 * reference, 1.3). Tables of other writers that have such columns are read.
 */
final class PartitionRules {

    private PartitionRules() {}

    /** @throws InvalidTableException naming the column, and what to do */
    static void checkNew(TableSchema schema) {
        boolean legacy = schema.optionSet().get(TableOptions.PARTITION_LEGACY_NAME);
        for (DataField column : schema.partitionFields()) {
            switch (column.type().root()) {
                case FLOAT, DOUBLE ->
                    throw refused(column, "its text differs between Java versions", "Use DECIMAL or STRING.");
                case BINARY, VARBINARY -> {
                    if (legacy) {
                        throw refused(
                                column,
                                "bytes have no text",
                                "Use STRING, or set '" + TableOptions.PARTITION_LEGACY_NAME.key() + "' = 'false'.");
                    }
                }
                case TIMESTAMP_LTZ -> {
                    if (!legacy) {
                        throw refused(
                                column,
                                "its text, without legacy names, depends on the time zone of the process",
                                "Use TIMESTAMP, or leave '" + TableOptions.PARTITION_LEGACY_NAME.key()
                                        + "' at 'true'.");
                    }
                }
                default -> {}
            }
        }
    }

    private static InvalidTableException refused(DataField column, String reason, String remedy) {
        return new InvalidTableException("Column " + column.name() + " of type " + column.type()
                + " cannot be a partition column: " + reason + ", so that its directory would not be found again. "
                + remedy);
    }
}
