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
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.apache.datasketches.hll.HllSketch;
import org.apache.paimon.table.FileStoreTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Random histories written twice, by Apache Paimon's library and by the writer of this project: after every step both
 * tables hold the same rows, by Paimon's reader and by ours, and the one that we wrote keeps the format's promises.
 */
class OursWritesTest {

    @TempDir
    Path directory;

    @Test
    void bothWritersWriteTheSameTable() throws Exception {
        compare("seeds.writer", "1-100", seed -> new OurHistoryWriter());
    }

    @Test
    void bothWritersTakeTurnsOnOneTable() throws Exception {
        compare("seeds.mixed", "1-60", MixedHistoryWriter::new);
    }

    private void compare(String property, String otherwise, LongFunction<HistoryWriter> writers) throws Exception {
        String[] range = System.getProperty(property, otherwise).split("-");
        Map<String, Integer> features = new TreeMap<>();
        long rows = 0;
        int compared = 0;
        for (long seed = Long.parseLong(range[0]); seed <= Long.parseLong(range[range.length - 1]); seed++) {
            Path warehouse = Files.createDirectory(directory.resolve("seed-" + seed));
            String replay = "seed " + seed + " (replay with -D" + property + "=" + seed + "-" + seed + ")";
            HistoryWriter writer = writers.apply(seed);
            try (PaimonHistory theirs =
                            new PaimonHistory(seed, warehouse.resolve("theirs"), new PaimonHistoryWriter(), true);
                    PaimonHistory ours = new PaimonHistory(seed, warehouse.resolve("ours"), writer, true)) {
                if (writer instanceof MixedHistoryWriter && ours.hasDynamicBuckets()) {
                    continue; // which bucket a key is in, Paimon is told by whoever calls it
                }
                int steps = theirs.steps();
                assertThat(ours.steps()).isEqualTo(steps);
                for (int step = 0; step < steps; step++) {
                    theirs.step(step);
                    ours.step(step);
                    if (step == steps - 1 || new Random(seed + step).nextInt(3) == 0) {
                        List<String> expected = read(theirs.table());
                        assertThat(OursReadsPaimonTest.differences(expected, read(ours.table())))
                                .as(
                                        "Paimon reads what we wrote, step %d of %s",
                                        step, ours.table().options())
                                .isEmpty();
                        assertThat(OursReadsPaimonTest.differences(expected, scan(ours, warehouse)))
                                .as(
                                        "we read what we wrote, step %d of %s",
                                        step, ours.table().options())
                                .isEmpty();
                        rows += expected.size();
                        compared++;
                    }
                }
                TableInvariants.check(TableStore.openTable(
                        new LocalFileSystem(), TablePath.of(ours.tablePath().toString())));
                ours.features().forEach((feature, count) -> features.merge(feature, 1, Integer::sum));
            } catch (Exception | AssertionError failed) {
                throw new AssertionError(replay + ": " + failed.getMessage(), failed);
            }
            OursReadsPaimonTest.delete(warehouse);
        }
        System.out.println("writer, " + property + ": " + String.join("-", range) + ", " + compared + " states with "
                + rows + " rows compared, 0 mismatches; histories with: " + features);
    }

    private static List<String> read(FileStoreTable table) throws Exception {
        List<String> lines = PaimonRows.read(table, null);
        lines.replaceAll(line -> comparable(line, table.options()));
        lines.sort(null);
        return lines;
    }

    private static List<String> scan(PaimonHistory history, Path scratch) throws Exception {
        FileStoreTable table = history.table();
        List<String> lines = OursReadsPaimonTest.scan(history.tablePath(), null, scratch);
        lines.replaceAll(line -> comparable(line, table.options()));
        lines.sort(null);
        return lines;
    }

    /**
     * What can be compared when rows were merged in another order: bitmaps of 64 bits keep their containers as they came,
     * and sketches of few values a list of them.
     */
    private static String comparable(String line, Map<String, String> options) {
        String comparable = JsonLines.comparable(line, options);
        for (Map.Entry<String, String> option : options.entrySet()) {
            boolean bitmap = option.getValue().equals("rbm64");
            if (bitmap || option.getValue().equals("hll_sketch")) {
                String column = option.getKey().split("\\.")[1];
                comparable = Pattern.compile("(\"" + column + "\":)\"([^\"]*)\"")
                        .matcher(comparable)
                        .replaceAll(
                                match -> match.group(1) + (bitmap ? members(match.group(2)) : sketch(match.group(2))));
            }
        }
        return comparable;
    }

    private static String sketch(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        String estimate = Double.toString(HllSketch.heapify(bytes).getCompositeEstimate());
        if (bytes.length > 1000) { // registers; beside them stands an estimate that depends on the order
            return estimate;
        }
        Arrays.sort(bytes); // the same values in any order
        return Arrays.toString(bytes) + estimate;
    }

    private static String members(String base64) {
        Roaring64Bitmap bitmap = new Roaring64Bitmap();
        try {
            bitmap.deserialize(ByteBuffer.wrap(Base64.getDecoder().decode(base64)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Arrays.toString(bitmap.toArray());
    }
}
