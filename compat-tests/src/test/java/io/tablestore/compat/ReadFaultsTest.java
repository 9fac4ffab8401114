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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.TableStore;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.compat.FaultyCalls.Fault;
import io.tablestore.error.ReadCancelledException;
import io.tablestore.error.StoreException;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.Scan;
import io.tablestore.testing.PaimonWarehouse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.BlobData;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call to the file system of a scan fails, one after the other, in every way: the answer is that the store failed, or
 * that the read was cancelled, never that a file is damaged, and never other rows. Memory, open files and threads are
 * given back.
 */
class ReadFaultsTest {

    /** Every call for each fault with 1; with more, other calls for other faults. */
    private static final int EVERY = Integer.getInteger("read-faults.every", 3);

    @TempDir
    Path directory;

    private final Map<String, Integer> counts = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aMergedScanWithDeletionVectors(String format) throws Exception {
        Map<String, String> options = Map.of(
                "file.format", format,
                "deletion-vectors.enabled", "true",
                "parquet.page.row.count.limit", "100",
                "parquet.block.size", "4096",
                "orc.stripe.size", "4096",
                "orc.row.index.stride", "1000");
        try (SmallTable table = new SmallTable(directory, options)) {
            table.writeAndCompact(1, 400, "first-");
            table.writeAndCompact(100, 200, "second-");
            table.writeAndCompact(150, 160, "third-");
            assertThat(table.path().resolve("index")).isNotEmptyDirectory();
            everyCallFails(format + ", deletion vectors", table.path(), Scan.ALL);
            Predicate some = Predicate.compare("v", Comparison.GREATER_OR_EQUAL, "third-");
            everyCallFails(format + ", filtered", table.path(), Scan.ALL.where(some));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aMergeOfOverlappingRuns(String format) throws Exception {
        try (SmallTable table = new SmallTable(directory, Map.of("file.format", format))) {
            table.write(1, 300, "first-");
            table.write(100, 200, "second-");
            table.write(1, 300, "third-");
            everyCallFails(format + ", merged", table.path(), Scan.ALL);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void blobsAndNestedColumns(String format) throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory)) {
            Identifier name = Identifier.create("db", "t");
            PaimonWarehouse.write(
                    paimon.create(
                            name,
                            Schema.newBuilder()
                                    .column("i", DataTypes.INT())
                                    .column("a", DataTypes.ARRAY(DataTypes.STRING()))
                                    .column("r", DataTypes.ROW(DataTypes.FIELD(0, "x", DataTypes.BIGINT())))
                                    .column("b", DataTypes.BLOB())
                                    .option("bucket", "-1")
                                    .option("row-tracking.enabled", "true")
                                    .option("data-evolution.enabled", "true")
                                    .option("file.format", format)
                                    .build()),
                    write -> {
                        for (int i = 0; i < 200; i++) {
                            BinaryString text = BinaryString.fromString("text-" + i);
                            write.write(GenericRow.of(
                                    i,
                                    new GenericArray(new Object[] {text, null}),
                                    GenericRow.of((long) i),
                                    new BlobData(new byte[] {(byte) i, 1, 2})));
                        }
                    });
        }
        everyCallFails(format + ", blobs and nested columns", directory.resolve("db.db/t"), Scan.ALL);
    }

    /** A snapshot that is missing has expired since it was listed, and is not shown. */
    @Test
    void systemTables() throws Exception {
        try (SmallTable table = new SmallTable(directory, Map.of("deletion-vectors.enabled", "true"))) {
            table.writeAndCompact(1, 20, "first-");
            table.writeAndCompact(5, 15, "second-");
            table.tag("kept", 1);
            table.table().createBranch("side", "kept");
            for (SystemTableName system : SystemTableName.values()) {
                everyCallFails(
                        "system table " + system.tableName(),
                        files ->
                                TableStore.openTable(
                                                files, TablePath.of(table.path().toString()))
                                        .systemTable(system)
                                        .rows()
                                        .stream()
                                        .map(List::toString)
                                        .toList(),
                        Fault.TIME_OUT_ONCE,
                        Fault.TIME_OUT,
                        Fault.SHORT,
                        Fault.INTERRUPT,
                        Fault.DENIED);
            }
        }
    }

    private void everyCallFails(String what, Path path, Scan scan) {
        int runs = everyCallFails(what, files -> read(files, path, scan), Fault.values());
        assertThat(runs).isGreaterThan(150 / EVERY);
    }

    /** Reads rows through a file system. */
    private interface Read {
        List<String> rows(TableFileSystem files);
    }

    private int everyCallFails(String what, Read read, Fault... faults) {
        List<String> expected = read.rows(new LocalFileSystem());
        int runs = 0;
        for (int number = 0; number < faults.length; number++) {
            Fault fault = faults[number];
            boolean reached = true;
            for (int call = 1 + number % EVERY; reached; call += EVERY) {
                FaultyCalls faulty = new FaultyCalls(call, fault);
                String outcome = outcome(faulty, read, expected);
                reached = faulty.reached();
                runs += reached ? 1 : 0;
                assertAllowed(fault, faulty, outcome);
                assertThat(Thread.interrupted()).isEqualTo(faulty.interrupted() == Thread.currentThread());
                assertThat(faulty.open())
                        .as("open files, %s at %s", fault, call)
                        .isZero();
                if (reached) {
                    counts.merge(fault + ": " + outcome, 1, Integer::sum);
                }
            }
        }
        System.out.println("faults of reads, " + what + ": " + runs + " runs, " + counts);
        counts.clear();
        return runs;
    }

    private static void assertAllowed(Fault fault, FaultyCalls faulty, String outcome) {
        String call = fault + " of " + faulty.failedCall() + " " + faulty.failedFiles();
        boolean atClose = faulty.failedCall().equals(FaultyCalls.CLOSE); // perhaps of the last file
        boolean unharmedOnce = atClose || faulty.failedCall().equals("read"); // which is tried again
        boolean onlyAHint = faulty.failedFiles().equals(List.of("LATEST"));
        List<String> allowed = switch (fault) {
            case INTERRUPT -> List.of("cancelled");
            case TIME_OUT_ONCE, TIME_OUT -> List.of("the store failed: TIMED_OUT");
            case SHORT -> List.of("the store failed: DISCONNECTED");
            case DENIED -> List.of("the store failed: DENIED");
            case MISSING -> List.of("the store failed: MISSING", "no such snapshot");
        };
        boolean unharmed = faulty.failedCall().isEmpty()
                || fault == Fault.TIME_OUT_ONCE && unharmedOnce
                || onlyAHint && fault != Fault.INTERRUPT;
        if (unharmed || atClose && outcome.equals("right rows")) {
            assertThat(outcome).as(call).isEqualTo("right rows");
        } else {
            assertThat(outcome).as(call).isIn(allowed);
        }
    }

    private static String outcome(FaultyCalls faulty, Read read, List<String> expected) {
        try {
            List<String> rows = read.rows(new FaultyReads(faulty));
            return rows.equals(expected) ? "right rows" : "WRONG ROWS";
        } catch (StoreException failed) {
            boolean named = faulty.failedFiles().stream().anyMatch(failed.getMessage()::contains);
            return named ? "the store failed: " + failed.reason() : "WITHOUT THE FILE: " + failed.getMessage();
        } catch (ReadCancelledException cancelled) {
            return "cancelled";
        } catch (RuntimeException other) {
            return other.getMessage().contains("There is no snapshot ") ? "no such snapshot" : other.toString();
        }
    }

    private static List<String> read(TableFileSystem files, Path path, Scan scan) {
        return ReaderRows.of(TableStore.openTable(files, TablePath.of(path.toString())), scan);
    }
}
