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
package io.tablestore.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import io.tablestore.testing.s3.StoragePage;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.Table;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own over Trino's own client of S3: right answers, and how many requests they take at most. */
class TrinoS3Test {

    private static final int PARTITIONS = 10;
    private static final int ROWS_PER_PARTITION = 1000;

    /** So that the files are larger than what a reader fetches with a footer. */
    private static final int NOTE_LENGTH = 1000;

    @TempDir
    Path directory;

    /** If a query sends fewer requests, lower its number here. */
    @Test
    void aHundredFilesTakeNoMoreRequests() throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        write(warehouse);
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")));
                Front front = new Front(store.port())) {
            store.createBucket("lake");
            store.upload(warehouse, "lake/warehouse");
            try (TrinoServer trino = new TrinoServer(
                    Files.createDirectory(directory.resolve("trino")),
                    List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                    Map.of("lake", catalog(front.port())))) {
                assertThat(trino.rows("SHOW TABLES FROM db")).containsExactly("[pk100]");
                front.reset();
                assertThat(trino.rows(
                                "SELECT count(dt), count(k), sum(number), sum(ratio), sum(price), max(day), max(at),"
                                        + " count(DISTINCT word), sum(length(note)) FROM db.pk100"))
                        .containsExactly("[10000, 10000, 4995000, 1248750.0, 49950.00, 1972-09-26,"
                                + " 2026-01-01 00:16:39.000000, 50, 10000000]");
                Map<RequestKind, Integer> budget =
                        Map.of(RequestKind.GET, 119, RequestKind.HEAD, 3, RequestKind.LIST, 8);
                assertThat(front.counts())
                        .isNotEmpty()
                        .allSatisfy((kind, count) ->
                                assertThat(count).as(kind.name()).isLessThanOrEqualTo(budget.getOrDefault(kind, 0)));
            }
        }
    }

    /** The store has no tags of objects, which Trino's client would ask for whose file it is. */
    @Test
    void statementsSurviveLostAnswers() throws Exception {
        try (S3Server store = new S3Server(Files.createDirectory(directory.resolve("store")));
                Front front = new Front(store.port())) {
            store.createBucket("lake");
            try (TrinoServer trino = new TrinoServer(
                    Files.createDirectory(directory.resolve("trino")),
                    List.of("-Xmx1g", "--add-opens=java.base/java.nio=ALL-UNNAMED"),
                    Map.of("lake", catalog(front.port())))) {
                trino.run("CREATE SCHEMA db");
                trino.run("CREATE TABLE db.t (a BIGINT)");
                for (Fault fault : List.of(Fault.LOST, Fault.DROP, Fault.LATE, Fault.CONFLICT)) {
                    front.reset();
                    front.fail(RequestKind.PUT, "/schema/schema-", fault, 1);
                    trino.run("ALTER TABLE db.t ADD COLUMN after_" + fault + " INTEGER");
                    assertThat(front.deliverLate()).isEqualTo(fault == Fault.LATE ? 1 : 0);
                }
                assertThat(front.calls())
                        .as("the store is probed once")
                        .noneMatch(call -> call.target().contains(".probe-"));
                assertThat(trino.rows("SELECT column_name FROM information_schema.columns WHERE table_name = 't'"
                                + " AND table_schema = 'db' ORDER BY ordinal_position"))
                        .containsExactly("[a]", "[after_lost]", "[after_drop]", "[after_late]", "[after_conflict]");
            }
        }
    }

    /** The catalog of docs/STORAGE.md. */
    private static List<String> catalog(int port) throws IOException {
        return StoragePage.block("Trino", "properties", port).lines().toList();
    }

    /** 10 partitions of 10 buckets with one file each, and a manifest for each partition. */
    private static void write(Path warehouse) throws Exception {
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
