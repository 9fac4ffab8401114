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
package io.tablestore.writer.internal.file;

import io.tablestore.error.InvalidTableException;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.writer.internal.file.encoder.PerLevel;
import java.util.List;

/** Checks the options for data files before the first file is written. */
public final class FileOptions {

    private FileOptions() {}

    /**
     * Checks formats, compressions and statistics of every level.
     *
     * @throws InvalidTableException if files could not be written; the message names the option
     */
    public static void check(TableSchema schema) {
        List<DataField> columns = schema.fields();
        for (int level : PerLevel.levels(schema)) {
            new FileEncoders(schema, level).checkCompression();
            for (int position = 0; position < columns.size(); position++) {
                StatisticsMode.of(schema, columns.get(position), position, level);
            }
        }
    }
}
