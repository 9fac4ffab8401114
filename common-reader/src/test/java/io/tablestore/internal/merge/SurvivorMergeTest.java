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
package io.tablestore.internal.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.CorruptFileException;
import io.tablestore.options.MergeOptions.SortOrder;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The columnar key pass against a plain merger that goes row by row. */
class SurvivorMergeTest {

    private static final RowOrder LONG_KEYS = new RowOrder(List.of(DataType.of(TypeRoot.BIGINT)));
    private static final MergeRules BY_SEQUENCE =
            MergeRules.of(LONG_KEYS, new VersionOrder(List.of(), SortOrder.ASCENDING));

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void everyBufferIsReleased() {
        allocator.close();
    }

    /** A stored row: key, sequence number, sequence field, kind. */
    record Row(
            long key, String text, long sequence, @Nullable Long field, int kind) {
        static Row of(long key, long sequence) {
            return new Row(key, "", sequence, null, 0);
        }
    }

    @Test
    void theNewestVersionSurvives() {
        assertThat(survivors(
                        BY_SEQUENCE,
                        List.of(
                                List.of(Row.of(1, 1), Row.of(2, 2), Row.of(3, 3)),
                                List.of(Row.of(2, 4), Row.of(5, 5)))))
                .isEqualTo(List.of(List.of(0, 2), List.of(0, 1)));
    }

    @Test
    void aRetractionHidesOlderVersionsAndIsNoRow() {
        List<List<Row>> runs = List.of(List.of(Row.of(1, 1), Row.of(2, 2)), List.of(new Row(2, "", 3, null, 3)));
        assertThat(survivors(BY_SEQUENCE, runs)).isEqualTo(List.of(List.of(0), List.of()));
        assertThat(survivors(ignoringRetractions(BY_SEQUENCE), runs)).isEqualTo(List.of(List.of(0, 1), List.of()));
    }

    @Test
    void aNullSequenceFieldLosesInBothDirections() {
        List<List<Row>> runs = List.of(List.of(new Row(1, "", 1, 7L, 0)), List.of(new Row(1, "", 2, null, 0)));
        for (SortOrder sortOrder : SortOrder.values()) {
            VersionOrder versions = new VersionOrder(List.of(DataType.of(TypeRoot.BIGINT)), sortOrder);
            assertThat(survivors(MergeRules.of(LONG_KEYS, versions), runs)).isEqualTo(List.of(List.of(0), List.of()));
        }
    }

    @Test
    void ofEqualSequencesTheFileOfTheGreaterRankWins() {
        List<List<Row>> runs = List.of(List.of(Row.of(1, 5)), List.of(Row.of(1, 5)), List.of(Row.of(1, 4)));
        assertThat(survivors(BY_SEQUENCE, runs)).isEqualTo(List.of(List.of(), List.of(0), List.of()));
    }

    @Test
    void aKeyOutOfOrderIsDamage() {
        List<List<Row>> runs = List.of(List.of(Row.of(5, 1), Row.of(4, 2)), List.of(Row.of(4, 3)));
        assertThatThrownBy(() -> survivors(BY_SEQUENCE, runs))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("run-0")
                .hasMessageContaining("The keys of the file do not ascend");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void equalsTheRowByRowMerge(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            boolean texts = random.nextBoolean();
            boolean fields = random.nextInt(3) == 0;
            boolean descending = random.nextBoolean();
            boolean ignoreRetracts = random.nextInt(4) == 0;
            List<List<Row>> runs = randomRuns(random, texts, fields);
            RowOrder order = texts ? new RowOrder(List.of(DataType.string(), DataType.of(TypeRoot.BIGINT))) : LONG_KEYS;
            VersionOrder versions = new VersionOrder(
                    fields ? List.of(DataType.of(TypeRoot.BIGINT)) : List.of(),
                    descending ? SortOrder.DESCENDING : SortOrder.ASCENDING);
            MergeRules rules = MergeRules.of(order, versions);
            rules = ignoreRetracts ? ignoringRetractions(rules) : rules;
            List<List<Integer>> expected = rowByRow(runs, fields, descending, ignoreRetracts);
            assertThat(survivors(rules, runs))
                    .as("seed %d, round %d: %s", seed, i, runs)
                    .isEqualTo(expected);
            assertThat(lastOfEachGroup(rules, runs)).isEqualTo(expected);
        }
    }

    /** Sequences grow with time; a run is written at once, or, with {@code mixed}, runs overlap in sequence. */
    private static List<List<Row>> randomRuns(Random random, boolean texts, boolean fields) {
        int runCount = 1 + random.nextInt(5);
        boolean mixed = random.nextInt(3) == 0;
        boolean retracts = random.nextBoolean();
        List<List<Row>> runs = new ArrayList<>();
        List<Long> sequences = new ArrayList<>();
        for (long s = 0; s < 2000; s++) {
            sequences.add(s);
        }
        if (mixed) {
            Collections.shuffle(sequences, random);
        }
        int next = 0;
        for (int r = 0; r < runCount; r++) {
            int rows = random.nextInt(60);
            Map<String, Row> byKey = new TreeMap<>();
            for (int i = 0; i < rows; i++) {
                int key = random.nextInt(50) - 25;
                String text = texts ? "common-prefix-" + "abc".charAt(random.nextInt(3)) : "";
                Long field = fields && random.nextInt(4) > 0 ? Long.valueOf(random.nextInt(5)) : null;
                int kind = retracts && random.nextInt(4) == 0 ? 3 : 0;
                byKey.put(
                        text + String.format("%05d", key + 1000),
                        new Row(key, text, sequences.get(next++), field, kind));
            }
            runs.add(new ArrayList<>(byKey.values()));
        }
        return runs;
    }

    /** The oracle: every row of a key is compared with every other. */
    private static List<List<Integer>> rowByRow(
            List<List<Row>> runs, boolean fields, boolean descending, boolean ignoreRetracts) {
        Comparator<Long> values = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Comparator<Row> byField = Comparator.comparing(Row::field, Comparator.nullsFirst(values));
        Comparator<Row> newest = fields ? byField.thenComparing(Row::sequence) : Comparator.comparing(Row::sequence);
        Map<String, Row> winners = new TreeMap<>();
        for (List<Row> run : runs) {
            for (Row row : run) {
                if (!ignoreRetracts || row.kind == 0) {
                    winners.merge(row.text + "/" + row.key, row, (a, b) -> newest.compare(a, b) >= 0 ? a : b);
                }
            }
        }
        List<List<Integer>> survivors = new ArrayList<>();
        for (List<Row> run : runs) {
            List<Integer> mine = new ArrayList<>();
            for (int i = 0; i < run.size(); i++) {
                Row row = run.get(i);
                if (row.equals(winners.get(row.text + "/" + row.key)) && row.kind == 0) {
                    mine.add(i);
                }
            }
            survivors.add(mine);
        }
        return survivors;
    }

    private static MergeRules ignoringRetractions(MergeRules rules) {
        return new MergeRules(
                rules.keys(), rules.versions(), rules.bounds(), rules.levels(), MergeRules.Retractions.IGNORED);
    }

    private List<List<Integer>> survivors(MergeRules rules, List<List<Row>> runs) {
        List<ListRun> sources = sources(runs, rules.keys() == LONG_KEYS);
        try {
            List<RowBits> bits = SurvivorMerge.merge(sources, rules);
            List<List<Integer>> survivors = new ArrayList<>();
            for (RowBits run : bits) {
                int[] positions = new int[(int) run.size()];
                int count = run.positions(0, run.size(), positions);
                survivors.add(Arrays.stream(positions, 0, count).boxed().toList());
            }
            return survivors;
        } finally {
            sources.forEach(ListRun::close);
        }
    }

    /** The other output form: of each group, in key order, the last entry. */
    private List<List<Integer>> lastOfEachGroup(MergeRules rules, List<List<Row>> runs) {
        List<ListRun> sources = sources(runs, rules.keys() == LONG_KEYS);
        List<List<Integer>> last = new ArrayList<>();
        runs.forEach(run -> last.add(new ArrayList<>()));
        try {
            KeyMerger merger = new KeyMerger(sources, rules);
            for (MergePlan plan = merger.next(); plan != null; plan = merger.next()) {
                for (int group = 0; group < plan.groupCount(); group++) {
                    int entry = plan.end(group) - 1;
                    int run = plan.run(entry);
                    int row = (int) merger.cursor(run).blockStart + plan.row(entry);
                    if (runs.get(run).get(row).kind == 0) {
                        last.get(run).add(row);
                    }
                }
            }
            return last;
        } finally {
            sources.forEach(ListRun::close);
        }
    }

    private List<ListRun> sources(List<List<Row>> runs, boolean longKeys) {
        List<ListRun> sources = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            sources.add(new ListRun("run-" + i, runs.get(i), longKeys, i, allocator));
        }
        return sources;
    }
}
