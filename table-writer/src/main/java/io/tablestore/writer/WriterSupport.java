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

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.merge.combine.CombiningEngine;
import io.tablestore.internal.options.StoredOptions;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.Option;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.internal.file.FileOptions;
import io.tablestore.writer.internal.row.ColumnDefaults;

/** Refuses tables that this writer would write incorrectly. */
public final class WriterSupport {

    private static final int POSTPONED = -2;

    /** The option for a table's type. Types other than plain tables are refused or read-only. */
    private static final String TYPE = "type";

    private WriterSupport() {}

    /**
     * Checks that a table can be written, before a job is started.
     *
     * @throws InvalidTableException if not; the message names what is not supported, and the remedy
     */
    public static void check(TableSchema schema) {
        OptionSet options = schema.optionSet();
        for (Option<?> option : TableOptions.ALL) {
            options.get(option);
        }
        StoredOptions.checkWritable(schema.file(), schema.options());
        refuseUnlessPlain(schema);
        new ColumnDefaults(schema);
        FileOptions.check(schema);
        checkMerge(schema);
        int buckets = options.get(LayoutOptions.BUCKET);
        if (buckets == POSTPONED) {
            throw refused(schema, LayoutOptions.BUCKET.key());
        }
        if (buckets > 0
                && !schema.hasPrimaryKey()
                && options.get(LayoutOptions.BUCKET_KEY).isEmpty()) {
            throw new InvalidTableException(schema.file() + ": A table without a primary key and with 'bucket' = '"
                    + buckets + "' needs option 'bucket-key'.");
        }
        if (schema.hasPrimaryKey() && !schema.primaryKeys().containsAll(schema.partitionKeys())) {
            throw new InvalidTableException(schema.file() + ": The primary key lacks the partition columns "
                    + schema.partitionKeys() + ", so that a key could move between partitions; such tables are not"
                    + " written yet. Write the table with Apache Paimon.");
        }
        if (options.get(MergeOptions.MERGE_ENGINE) == MergeEngineName.FIRST_ROW
                && !options.get(MergeOptions.SEQUENCE_FIELD).isEmpty()) {
            throw new InvalidTableException(
                    schema.file() + ": A first-row table takes rows as they come; remove the option 'sequence.field'.");
        }
    }

    private static void checkMerge(TableSchema schema) {
        try {
            CombiningEngine.check(schema);
        } catch (TableStoreException wrong) {
            throw new InvalidTableException(
                    wrong.getMessage() + " The table's newest schema is " + schema.file() + ".");
        }
    }

    /** Materialized tables can be read, but only the engine that created one may refresh it. */
    private static void refuseUnlessPlain(TableSchema schema) {
        if (!schema.options().getOrDefault(TYPE, "table").equals("table")) {
            throw refused(schema, TYPE);
        }
    }

    private static InvalidTableException refused(TableSchema schema, String key) {
        return new InvalidTableException(schema.file() + ": A table with option '" + key + "' = '"
                + schema.options().get(key) + "' is not written yet. Write it with Apache Paimon.");
    }
}
