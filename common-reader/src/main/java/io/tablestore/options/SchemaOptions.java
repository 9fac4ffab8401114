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
package io.tablestore.options;

import java.util.List;

/** Options that define a table's keys and columns. */
public final class SchemaOptions {

    public static final Option<List<String>> PRIMARY_KEY =
            Option.names("primary-key", "Columns of the primary key of a new table.");

    public static final Option<List<String>> PARTITION = Option.names("partition", "Partition columns of a new table.");

    public static final Option<Boolean> ADD_COLUMN_BEFORE_PARTITION = Option.offByDefault(
            "add-column-before-partition", "Whether new columns are added before the partition columns.");

    static final List<KnownOption> ALL = OptionGroup.honoured(
                    "Keys, partitions and columns",
                    "Honoured by `CREATE TABLE` and `ALTER TABLE`; a table that exists has its keys in its schema.")
            .of(PRIMARY_KEY, PARTITION, ADD_COLUMN_BEFORE_PARTITION);

    private SchemaOptions() {}
}
