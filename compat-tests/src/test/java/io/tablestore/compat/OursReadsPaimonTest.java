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

import io.tablestore.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.paimon.table.FileStoreTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories written by Apache Paimon's library: {@code tablestore scan} prints the rows that Paimon reads. Seeds are
 * taken from the system property {@code seeds}; a failure names the seed that replays it.
 */
class OursReadsPaimonTest {

    @TempDir
    Path directory;

    @Test
    void scanPrintsTheRowsThatPaimonReads() throws Exception {
        String[] range = System.getProperty("seeds", "1-200").split("-");
        Map<String, Integer> features = new TreeMap<>();
        long rows = 0;
        int compared = 0;
        for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[range.length - 1]); seed++) {
            Path warehouse = Files.createDirectory(directory.resolve("seed-" + seed));
            try (PaimonHistory history = new PaimonHistory(seed, warehouse)) {
                history.run();
                FileStoreTable table = history.table();
                for (Long snapshot : snapshots(table, new Random(seed))) {
                    List<String> expected = PaimonRows.read(table, snapshot);
                    List<String> ours = scan(history.tablePath(), snapshot, warehouse);
                    assertSame(seed, snapshot, table, expected, ours);
                    rows += expected.size();
                    compared++;
                }
                history.features().forEach((feature, count) -> features.merge(feature, 1, Integer::sum));
            } catch (Exception | AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
            delete(warehouse);
        }
        System.out.println("oracle: seeds " + String.join("-", range) + ", " + compared + " snapshots with " + rows
                + " rows compared, 0 mismatches; histories with: " + features);
    }

    /**
     * Fails, naming the seed, unless rows are those that Paimon reads, in whatever order.
     *
     * @param snapshot null for the latest
     */
    static void assertSame(long seed, Long snapshot, FileStoreTable table, List<String> expected, List<String> found) {
        assertThat(differences(comparable(expected, table), comparable(found, table)))
                .as(
                        "seed %d, snapshot %s of %s (replay with -Dseeds=%d-%d)",
                        seed, snapshot, table.schema(), seed, seed)
                .isEmpty();
    }

    private static List<String> comparable(List<String> rows, FileStoreTable table) {
        return rows.stream()
                .map(line -> JsonLines.comparable(line, table.options()))
                .sorted()
                .toList();
    }

    /** Rows of sorted lists that only one side has. */
    static List<String> differences(List<String> paimon, List<String> ours) {
        List<String> differences = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < paimon.size() || j < ours.size()) {
            int order = i == paimon.size()
                    ? 1
                    : j == ours.size() ? -1 : paimon.get(i).compareTo(ours.get(j));
            if (order < 0) {
                differences.add("only Paimon: " + paimon.get(i));
            } else if (order > 0) {
                differences.add("only ours: " + ours.get(j));
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return differences;
    }

    /** The latest and, of those before, two at random. */
    static List<Long> snapshots(FileStoreTable table, Random random) throws Exception {
        List<Long> chosen = new ArrayList<>();
        chosen.add(null);
        Long latest = table.snapshotManager().latestSnapshotId();
        Long earliest = table.snapshotManager().earliestSnapshotId();
        if (latest != null && earliest != null) {
            for (int i = 0; i < 2; i++) {
                chosen.add(earliest + random.nextInt((int) (latest - earliest + 1)));
            }
        }
        return chosen;
    }

    static List<String> scan(Path table, Long snapshot, Path scratch) throws Exception {
        Path output = scratch.resolve("ours.jsonl");
        List<String> arguments =
                new ArrayList<>(List.of("scan", table.toString(), "--format", "jsonl", "--output", output.toString()));
        if (snapshot != null) {
            arguments.addAll(List.of("--snapshot", snapshot.toString()));
        }
        arguments.add("--debug");
        assertThat(Main.run(arguments.toArray(String[]::new))).isZero();
        List<String> lines = new ArrayList<>(
                List.of(Files.readString(output, StandardCharsets.UTF_8).split("\n", -1)));
        lines.remove(lines.size() - 1);
        lines.sort(null);
        return lines;
    }

    static void delete(Path root) throws Exception {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException failed) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
