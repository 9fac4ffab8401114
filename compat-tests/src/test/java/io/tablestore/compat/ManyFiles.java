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
package io.tablestore.compat;

import io.tablestore.testing.PaimonWarehouse;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.Table;
import org.apache.paimon.types.DataTypes;

/**
 * {@code wide.files (dt, k, v)}: many small files, most of them with a single row, written by Apache Paimon's library with a
 * small buffer for many buckets. With 102 partitions of 100 buckets, 102,000 rows are in 99,401 files.
 */
public final class ManyFiles {

    private static final int ROWS_PER_PARTITION = 1000;
    private static final int PARTITIONS_PER_COMMIT = 20;

    private ManyFiles() {}

    /** The name of a partition. */
    public static String partition(int number) {
        return String.format(Locale.ROOT, "p%05d", number);
    }

    public static void write(Path warehouse, int partitions, int buckets) throws Exception {
        Identifier name = Identifier.create("wide", "files");
        try (PaimonWarehouse paimon = new PaimonWarehouse(warehouse)) {
            paimon.catalog().dropTable(name, true);
            Schema.Builder schema = Schema.newBuilder()
                    .column("dt", DataTypes.STRING().notNull())
                    .column("k", DataTypes.BIGINT().notNull())
                    .column("v", DataTypes.STRING())
                    .partitionKeys("dt")
                    .primaryKey("dt", "k")
                    .option("bucket", Integer.toString(buckets))
                    .option("write-only", "true")
                    .option("write-buffer-size", "1 mb")
                    .option("file.format", "parquet");
            Table table = paimon.create(name, schema.build());
            for (int next = 0; next < partitions; next += PARTITIONS_PER_COMMIT) {
                int first = next;
                PaimonWarehouse.write(table, write -> {
                    for (int p = first; p < Math.min(partitions, first + PARTITIONS_PER_COMMIT); p++) {
                        for (long k = 0; k < ROWS_PER_PARTITION; k++) {
                            write.write(GenericRow.of(
                                    BinaryString.fromString(partition(p)), k, BinaryString.fromString("v" + k)));
                        }
                    }
                });
            }
        }
    }
}
