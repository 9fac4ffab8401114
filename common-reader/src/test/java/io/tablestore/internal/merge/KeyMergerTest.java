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
import io.tablestore.internal.merge.TestRun.Row;
import io.tablestore.options.MergeOptions.SortOrder;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The merges of keys against a plain model that sorts all rows: levels, deleted rows, bounds, equal sequences. */
class KeyMergerTest {

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void everyBufferIsReleased() {
        allocator.close();
    }

    /** How rows are merged. */
    private record Rules(
            boolean longKeys,
            boolean fields,
            boolean descending,
            boolean ignoreRetracts,
            boolean lowestLevelOnly,
            @Nullable String lower,
            @Nullable String upper) {

        MergeRules within(KeyBounds bounds) {
            return new MergeRules(
                    new RowOrder(List.of(longKeys ? DataType.of(TypeRoot.BIGINT) : DataType.string())),
                    new VersionOrder(
                            fields ? List.of(DataType.of(TypeRoot.BIGINT)) : List.of(),
                            descending ? SortOrder.DESCENDING : SortOrder.ASCENDING),
                    bounds,
                    lowestLevelOnly ? MergeRules.Levels.LOWEST_ABOVE_ZERO : MergeRules.Levels.ALL,
                    ignoreRetracts ? MergeRules.Retractions.IGNORED : MergeRules.Retractions.COUNT);
        }
    }

    /** One row of a run. */
    private record Entry(int run, int row) {}

    /** @param single whether one version of the key takes part, before levels are looked at */
    private record Group(String key, List<Entry> entries, boolean single) {}

    /** The oracle. */
    private static List<Group> model(List<TestRun> runs, Rules rules) {
        Comparator<String> byKey = rules.longKeys ? Comparator.comparing(Long::valueOf) : Comparator.naturalOrder();
        Map<String, List<Entry>> versions = new TreeMap<>(byKey);
        for (int run = 0; run < runs.size(); run++) {
            List<Row> rows = runs.get(run).rows();
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                boolean in = (rules.lower == null || byKey.compare(row.key(), rules.lower) >= 0)
                        && (rules.upper == null || byKey.compare(row.key(), rules.upper) < 0);
                if (in && !row.deleted() && !(rules.ignoreRetracts && row.kind() % 2 == 1)) {
                    versions.computeIfAbsent(row.key(), key -> new ArrayList<>())
                            .add(new Entry(run, i));
                }
            }
        }
        Comparator<Long> values = rules.descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Comparator<Row> byField = Comparator.comparing(Row::field, Comparator.nullsFirst(values));
        Comparator<Entry> order = Comparator.comparing(
                entry -> row(runs, entry),
                rules.fields ? byField.thenComparing(Row::sequence) : Comparator.comparing(Row::sequence));
        List<Group> groups = new ArrayList<>();
        versions.forEach((key, entries) -> {
            entries.sort(order.thenComparing(entry -> runs.get(entry.run).rank()));
            boolean single = entries.size() == 1;
            if (rules.lowestLevelOnly) {
                int lowest = entries.stream()
                        .mapToInt(entry -> runs.get(entry.run).runLevel())
                        .filter(level -> level > 0)
                        .min()
                        .orElse(0);
                entries.removeIf(entry -> runs.get(entry.run).runLevel() > lowest);
            }
            groups.add(new Group(key, entries, single));
        });
        return groups;
    }

    private static Row row(List<TestRun> runs, Entry entry) {
        return runs.get(entry.run).rows().get(entry.row);
    }

    private List<Group> merged(List<TestRun> runs, Rules rules) {
        List<Group> groups = new ArrayList<>();
        withBounds(rules, bounds -> {
            KeyMerger merger = new KeyMerger(runs, rules.within(bounds));
            for (MergePlan plan = merger.next(); plan != null; plan = merger.next()) {
                assertThat(plan.groupCount()).isPositive();
                assertThat(plan.end(plan.groupCount() - 1)).isEqualTo(plan.entryCount());
                for (int group = 0; group < plan.groupCount(); group++) {
                    List<Entry> entries = new ArrayList<>();
                    for (int i = plan.start(group); i < plan.end(group); i++) {
                        int run = plan.run(i);
                        entries.add(new Entry(run, (int) merger.cursor(run).blockStart + plan.row(i)));
                    }
                    groups.add(new Group(row(runs, entries.get(0)).key(), entries, plan.isSingle(group)));
                }
            }
            runs.forEach(TestRun::close);
            return List.of();
        });
        return groups;
    }

    private interface Merge {
        List<RowBits> run(KeyBounds bounds);
    }

    private List<List<Integer>> withBounds(Rules rules, Merge merge) {
        List<FieldVector> lower = rules.lower == null ? null : TestRun.key(rules.lower, rules.longKeys, allocator);
        List<FieldVector> upper = rules.upper == null ? null : TestRun.key(rules.upper, rules.longKeys, allocator);
        try {
            List<List<Integer>> rows = new ArrayList<>();
            for (RowBits bits : merge.run(new KeyBounds(lower, upper))) {
                int[] positions = new int[(int) bits.size()];
                int count = bits.positions(0, bits.size(), positions);
                rows.add(Arrays.stream(positions, 0, count).boxed().toList());
            }
            return rows;
        } finally {
            for (List<FieldVector> bound : Arrays.asList(lower, upper)) {
                if (bound != null) {
                    bound.forEach(FieldVector::close);
                }
            }
        }
    }

    private static List<List<Integer>> survivors(List<TestRun> runs, List<Group> groups) {
        List<List<Integer>> survivors = new ArrayList<>();
        runs.forEach(run -> survivors.add(new ArrayList<>()));
        for (Group group : groups) {
            Entry last = group.entries.get(group.entries.size() - 1);
            if (row(runs, last).kind() % 2 == 0) {
                survivors.get(last.run).add(last.row);
            }
        }
        return survivors;
    }

    static List<Long> seeds() {
        List<Long> seeds = new ArrayList<>();
        for (long seed = 1; seed <= 150; seed++) {
            seeds.add(seed);
        }
        return seeds;
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void equalsTheModelThatSortsAllRows(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            boolean longKeys = random.nextBoolean();
            Rules rules = new Rules(
                    longKeys,
                    random.nextInt(3) == 0,
                    random.nextBoolean(),
                    random.nextInt(4) == 0,
                    random.nextInt(3) == 0,
                    random.nextInt(3) == 0 ? key(random, longKeys) : null,
                    random.nextInt(3) == 0 ? key(random, longKeys) : null);
            long data = random.nextLong();
            List<TestRun> runs = runs(new Random(data), longKeys);
            List<Group> expected = model(runs, rules);
            assertThat(merged(runs, rules))
                    .as("seed %d, %s: %s", seed, rules, runs)
                    .isEqualTo(expected);
            List<TestRun> again = runs(new Random(data), longKeys);
            List<List<Integer>> bits = withBounds(rules, bounds -> {
                List<RowBits> survivors = rules.lowestLevelOnly
                        ? GroupedSurvivors.merge(again, rules.within(bounds))
                        : SurvivorMerge.merge(again, rules.within(bounds));
                again.forEach(TestRun::close);
                return survivors;
            });
            assertThat(bits).as("seed %d, %s: %s", seed, rules, runs).isEqualTo(survivors(runs, expected));
        }
    }

    private static String key(Random random, boolean longKeys) {
        int number = random.nextInt(40);
        return longKeys ? Integer.toString(number - 20) : "a prefix of eight " + "abcd".charAt(number / 10) + number;
    }

    private List<TestRun> runs(Random random, boolean longKeys) {
        Comparator<String> byKey = longKeys ? Comparator.comparing(Long::valueOf) : Comparator.naturalOrder();
        int count = 1 + random.nextInt(6);
        int style = random.nextInt(3);
        boolean deletes = random.nextInt(3) == 0;
        boolean retracts = random.nextBoolean();
        List<TestRun> runs = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Map<String, Row> rows = new TreeMap<>(byKey);
            for (int i = random.nextInt(30); i > 0; i--) {
                String key = key(random, longKeys);
                // Runs one after the other, runs mixed with equal sequences, or runs that touch in one sequence.
                long sequence = style == 0 ? 100L * r + i : style == 1 ? random.nextInt(8) : 30L * r + i;
                int kind = retracts && random.nextInt(3) == 0 ? random.nextInt(4) : 0;
                rows.put(
                        key,
                        new Row(
                                key,
                                sequence,
                                random.nextInt(4) == 0 ? null : Long.valueOf(random.nextInt(3)),
                                kind,
                                deletes && random.nextInt(4) == 0));
            }
            int level = r == 0 ? random.nextInt(2) : random.nextInt(4);
            runs.add(new TestRun(new ArrayList<>(rows.values()), r, level, 1 + random.nextInt(9), longKeys, allocator));
        }
        return runs;
    }

    private TestRun run(int rank, Row... rows) {
        return new TestRun(List.of(rows), rank, 0, 100, true, allocator);
    }

    private static Row row(long key, long sequence) {
        return new Row(Long.toString(key), sequence, null, 0, false);
    }

    @Test
    void aKeyThatIsTwiceInARunIsDamage() {
        Rules rules = new Rules(true, false, false, false, false, null, null);
        List<TestRun> runs = List.of(run(0, row(5, 1), row(5, 2)), run(1, row(4, 3)));
        assertThatThrownBy(() -> merged(runs, rules))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("run 0")
                .hasMessageContaining("do not ascend at row 1");
        runs.forEach(TestRun::close);
    }

    @Test
    void aSequenceThatTwoRunsShareIsDecidedByTheirRank() {
        Rules rules = new Rules(true, false, false, false, false, null, null);
        List<TestRun> runs = List.of(run(0, row(1, 5), row(2, 9)), run(1, row(0, 1), row(1, 5)));
        List<List<Integer>> survivors = withBounds(rules, bounds -> {
            List<RowBits> bits = SurvivorMerge.merge(runs, rules.within(bounds));
            runs.forEach(TestRun::close);
            return bits;
        });
        assertThat(survivors).isEqualTo(List.of(List.of(1), List.of(0, 1)));
    }

    @Test
    void noRunsGiveNoGroups() {
        Rules rules = new Rules(true, false, false, false, false, null, null);
        assertThat(merged(List.of(), rules)).isEmpty();
        assertThat(merged(List.of(run(0)), rules)).isEmpty();
    }

    @Test
    void bitsAreCountedListedAndClearedAcrossWords() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            int size = 1 + random.nextInt(200);
            RowBits bits = RowBits.ones(size);
            boolean[] expected = new boolean[size];
            Arrays.fill(expected, true);
            for (int i = 0; i < 6; i++) {
                int start = random.nextInt(size + 1);
                int end = start + random.nextInt(size - start + 1);
                bits.clear(start, end);
                Arrays.fill(expected, start, end, false);
                int one = random.nextInt(size);
                bits.set(one);
                expected[one] = true;
                int other = random.nextInt(size);
                bits.clear(other);
                expected[other] = false;
            }
            int from = random.nextInt(size + 1);
            int to = from + random.nextInt(size - from + 1);
            List<Integer> positions = new ArrayList<>();
            for (int row = from; row < to; row++) {
                if (expected[row]) {
                    positions.add(row - from);
                }
                assertThat(bits.get(row)).isEqualTo(expected[row]);
            }
            int[] found = new int[size];
            int count = bits.positions(from, to, found);
            assertThat(Arrays.stream(found, 0, count).boxed().toList()).isEqualTo(positions);
            assertThat(bits.count(from, to)).isEqualTo(positions.size());
            RowBits other = RowBits.ones(size);
            other.clear(from, to);
            other.and(bits);
            assertThat(other.count(0, size)).isEqualTo(bits.count(0, from) + bits.count(to, size));
        }
    }

    @Test
    void groupsThatAreKeptStayWhole() {
        MergePlan plan = new MergePlan();
        long[] refs = new long[6];
        for (int i = 0; i < 6; i++) {
            refs[i] = MergePlan.ref(i % 2, i);
        }
        plan.reset(refs, 0, 6);
        for (int start : new int[] {0, 2, 3}) {
            plan.startGroup(start);
        }
        plan.finish(6);
        assertThat(List.of(plan.isSingle(0), plan.isSingle(1), plan.isSingle(2)))
                .containsExactly(false, true, false);
        byte[] actions = {1, 2, 3, 4, 5, 6};
        plan.keepGroups(new int[] {1, 2}, 2, List.of(actions));
        assertThat(plan.groupCount()).isEqualTo(2);
        assertThat(List.of(plan.isSingle(0), plan.isSingle(1))).containsExactly(true, false);
        assertThat(List.of(plan.start(0), plan.end(0), plan.start(1), plan.end(1)))
                .containsExactly(0, 1, 1, 4);
        assertThat(List.of(plan.row(0), plan.row(1), plan.row(3), plan.run(3))).containsExactly(2, 3, 5, 1);
        assertThat(Arrays.copyOf(actions, 4)).containsExactly(3, 4, 5, 6);
    }
}
