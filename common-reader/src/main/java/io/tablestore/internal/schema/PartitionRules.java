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
package io.tablestore.internal.schema;

import io.tablestore.error.InvalidTableException;
import io.tablestore.options.LayoutOptions;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;

/**
 * Rejects, when a table is created, partition columns whose directory names not every reader would find again (format reference,
 * 1.3). Existing tables of other writers that have such columns can be read.
 */
public final class PartitionRules {

    private PartitionRules() {}

    /** @throws InvalidTableException naming the column and the remedy */
    public static void checkNew(TableSchema schema) {
        PartitionPath names = new PartitionPath(schema.partitionFields(), schema.optionSet());
        for (DataField column : schema.partitionFields()) {
            String reason = names.instability(column);
            if (reason != null) {
                throw new InvalidTableException("Column " + column.name() + " of type " + column.type()
                        + " cannot be a partition column: its directory would not be found again, because its name "
                        + reason
                        + ". " + remedy(column.type().root()));
            }
        }
    }

    private static String remedy(TypeRoot type) {
        String legacy = "'" + LayoutOptions.PARTITION_LEGACY_NAME.key() + "'";
        return switch (type) {
            case BINARY, VARBINARY -> "Use STRING, or set " + legacy + " = 'false'.";
            case TIMESTAMP_LTZ -> "Use TIMESTAMP, or leave " + legacy + " at 'true'.";
            default -> "Use DECIMAL or STRING.";
        };
    }
}
