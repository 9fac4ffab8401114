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
package io.tablestore.testing;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Random;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.Table;
import org.apache.paimon.types.DataTypes;

/**
 * The table {@code db.pk100}, written by Apache Paimon: 10 partitions of 10 buckets with one file each, 10,000 rows, and a
 * manifest for each partition.
 */
public final class HundredFiles {

    private static final int PARTITIONS = 10;
    private static final int ROWS_PER_PARTITION = 1000;

    /** So that the files are larger than what a reader fetches with a footer. */
    private static final int NOTE_LENGTH = 1000;

    private HundredFiles() {}

    public static void write(Path warehouse) throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(warehouse)) {
            Schema.Builder schema = Schema.newBuilder()
                    .column("dt", DataTypes.STRING().notNull())
                    .column("k", DataTypes.BIGINT().notNull())
                    .column("number", DataTypes.INT())
                    .column("ratio", DataTypes.DOUBLE())
                    .column("price", DataTypes.DECIMAL(10, 2))
                    .column("day", DataTypes.DATE())
                    .column("at", DataTypes.TIMESTAMP(6))
                    .column("word", DataTypes.STRING())
                    .column("note", DataTypes.STRING())
                    .partitionKeys("dt")
                    .primaryKey("dt", "k")
                    .option("bucket", "10")
                    .option("write-only", "true")
                    .option("file.format", "parquet");
            Table table = paimon.create(Identifier.create("db", "pk100"), schema.build());
            for (int number = 0; number < PARTITIONS; number++) {
                String partition = "p" + number;
                PaimonWarehouse.write(table, write -> {
                    for (int key = 0; key < ROWS_PER_PARTITION; key++) {
                        write.write(row(partition, key));
                    }
                });
            }
        }
    }

    private static GenericRow row(String partition, int key) {
        String note = new Random(31 * key + partition.hashCode())
                .ints(NOTE_LENGTH, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return GenericRow.of(
                BinaryString.fromString(partition),
                (long) key,
                key,
                key / 4.0,
                Decimal.fromBigDecimal(BigDecimal.valueOf(key, 2), 10, 2),
                key,
                Timestamp.fromMicros(1_767_225_600_000_000L + key * 1_000_000L),
                BinaryString.fromString("word " + key % 50),
                BinaryString.fromString(note));
    }
}
