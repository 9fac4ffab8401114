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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bits flipped and files cut at random places over every kind of file that a read touches. The system property {@code damage.trials}
 * says how many; a failure names its trial.
 */
class DamageTest {

    private static final int TRIALS = Integer.getInteger("damage.trials", 300);

    @TempDir
    Path directory;

    private final ExecutorService watchdog = Executors.newCachedThreadPool();
    private final PrintStream realErrors = System.err;
    private SmallTable table;
    private List<String> goodRows;

    @BeforeEach
    void writeTable() throws Exception {
        Path warehouse = Files.createDirectory(directory.resolve("warehouse"));
        table = new SmallTable(warehouse, Map.of("parquet.page.size", "2048", "parquet.block.size", "16384"));
        table.write(1, 2000, "first-");
        table.write(500, 900, "second-");
        table.write(1, 2000, "third-");
        table.write(700, 720, "fourth-");
        goodRows = PaimonRows.read(table.table(), null);
    }

    @AfterEach
    void close() throws Exception {
        System.setErr(realErrors);
        watchdog.shutdownNow();
        table.close();
    }

    private record Outcome(int exit, List<String> rows, String errors, double seconds) {}

    /** Reads the table; fails if it hangs, runs out of memory or throws past the command line. */
    private Outcome scan() throws Exception {
        Path output = directory.resolve("rows.jsonl");
        Files.deleteIfExists(output);
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        long start = System.nanoTime();
        Future<Integer> running = watchdog.submit(
                () -> Main.run("scan", table.path().toString(), "--format", "jsonl", "--output", output.toString()));
        int exit = running.get(20, TimeUnit.SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.setErr(realErrors);
        List<String> rows = new ArrayList<>();
        if (exit == 0) {
            rows.addAll(Files.readAllLines(output, StandardCharsets.UTF_8));
            rows.sort(null);
        }
        return new Outcome(exit, rows, errors.toString(StandardCharsets.UTF_8), seconds);
    }

    @Test
    void damageIsAnErrorThatNamesTheFile() throws Exception {
        List<Path> files = readFiles();
        Random random = new Random(20261121);
        Map<String, int[]> counts = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] good = Files.readAllBytes(file);
            boolean cut = random.nextInt(8) == 0;
            byte[] bad = cut ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            int at = cut ? bad.length : random.nextInt(good.length);
            if (!cut) {
                bad[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(file, bad);
            String kind = kind(file, at, good, cut);
            int[] count = counts.computeIfAbsent(kind, ignored -> new int[4]);
            String what = "trial " + trial + ": " + kind + " " + file.getFileName() + " at byte " + at;
            try {
                Outcome outcome = scan();
                if (outcome.exit != 0) {
                    boolean named = outcome.errors.contains(file.getFileName().toString());
                    boolean other = outcome.errors.matches("(?s).*(manifest/|schema/|snapshot/|bucket-).*");
                    count[named ? 0 : 1]++;
                    if (!named && !other || outcome.errors.contains("internal error") || outcome.exit != 1) {
                        failures.add(what + ": " + outcome.errors);
                    }
                } else if (outcome.rows.equals(goodRows)) {
                    count[2]++;
                    if (cut) {
                        failures.add(what + ": a cut file went unnoticed");
                    }
                } else {
                    count[3]++;
                    // Manifests and footers carry no checksum; what slips through there is counted, not forbidden.
                    if (cut || kind.startsWith("data page")) {
                        failures.add(what + ": wrong rows without an error");
                    }
                }
                if (outcome.seconds > 5) {
                    failures.add(what + ": took " + outcome.seconds + " s");
                }
            } catch (Exception | OutOfMemoryError escaped) {
                failures.add(what + ": " + escaped);
            } finally {
                Files.write(file, good);
            }
        }
        System.out.println("damage: kind: error names the file / names another file / no effect / silently wrong");
        counts.forEach((kind, count) -> System.out.println("damage: " + kind + ": " + Arrays.toString(count)));
        assertThat(failures).isEmpty();
        assertThat(scan().rows).isEqualTo(goodRows);
    }

    /** The files that reading the latest snapshot needs. */
    private List<Path> readFiles() throws Exception {
        List<Path> files = new ArrayList<>();
        String latest = Files.readString(table.path().resolve("snapshot/LATEST"));
        files.add(table.path().resolve("snapshot/snapshot-" + latest));
        files.add(table.path().resolve("schema/schema-0"));
        String snapshot = Files.readString(files.get(0));
        List<Path> metadata = list(table.path().resolve("manifest"));
        for (Path file : metadata) {
            boolean list = file.getFileName().toString().startsWith("manifest-list");
            // Every commit of this table adds a manifest that stays in use; of the lists only the latest two are.
            if (!list || snapshot.contains(file.getFileName().toString())) {
                files.add(file);
            }
        }
        files.addAll(list(table.path().resolve("bucket-0")));
        files.addAll(list(table.path().resolve("bucket-1")));
        return files;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    /** What kind of file, and for data files which part of it, was damaged. */
    private static String kind(Path file, int at, byte[] good, boolean cut) {
        String name = file.getFileName().toString();
        String suffix = cut ? ", cut" : ", flipped";
        if (!name.endsWith(".parquet")) {
            return name.replaceAll("-[0-9a-f-]*$", "") + suffix;
        }
        int footer = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(good.length - 8);
        boolean pages = at < good.length - 8 - footer;
        return (pages ? "data page, header or index" : "data footer") + suffix;
    }
}
