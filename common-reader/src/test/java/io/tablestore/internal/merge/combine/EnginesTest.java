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
package io.tablestore.internal.merge.combine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.OptionSet;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The engines that combine versions against models that go row by row, as section 8 of the format reference tells it. The
 * columns are the key {@code k}, the sequences {@code g} and {@code h}, and {@code a}, {@code b}, {@code c}, {@code d}.
 */
class EnginesTest {

    /** By their codes. */
    private static final List<RowKind> KINDS = List.of(RowKind.values());

    private static final List<String> NAMES = List.of("k", "g", "h", "a", "b", "c", "d");
    private static final int G = 1;
    private static final int H = 2;
    private static final int A = 3;
    private static final int B = 4;
    private static final int C = 5;
    private static final int D = 6;

    private final BufferAllocator allocator = ArrowMemory.newRoot(64 << 20);
    private final BufferPool pool = new BufferPool(allocator);

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    private static List<DataField> fields() {
        List<DataField> fields = new ArrayList<>();
        for (String name : NAMES) {
            fields.add(new DataField(fields.size(), name, DataType.of(TypeRoot.BIGINT)));
        }
        return fields;
    }

    /** A version of a key. */
    private record Version(RowKind kind, @Nullable Long... values) {
        @Override
        public String toString() {
            return kind.shortText() + Arrays.toString(values);
        }
    }

    /** What a key leaves: a retraction is no row. */
    private record Result(RowKind kind, List<@Nullable Long> values) {}

    private static OptionSet options(String... options) {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return new OptionSet("schema/schema-0", all);
    }

    /** Merges the versions of each key, oldest first, over two runs. */
    private List<Result> merge(MergeEngineName name, OptionSet options, List<List<Version>> keys) {
        List<Version> all = new ArrayList<>();
        MergePlan plan = new MergePlan();
        int[] rowsOfRun = new int[2];
        List<Long> refs = new ArrayList<>();
        for (List<Version> versions : keys) {
            for (int i = 0; i < versions.size(); i++) {
                int run = (all.size() + i) % 2;
                refs.add(MergePlan.ref(run, rowsOfRun[run]++));
            }
            all.addAll(versions);
        }
        plan.reset(refs.stream().mapToLong(Long::longValue).toArray(), 0, refs.size());
        int start = 0;
        for (List<Version> versions : keys) {
            plan.startGroup(start);
            start += versions.size();
        }
        plan.finish(start);
        byte[] kinds = new byte[all.size()];
        boolean retracts = false;
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = all.get(i).kind.code();
            retracts |= kinds[i] != 0;
        }
        List<FieldVector> opened = new ArrayList<>();
        try {
            Map<Integer, VersionColumn> columns = new HashMap<>();
            for (int column = 0; column < NAMES.size(); column++) {
                columns.put(column, column(plan, all, column, opened));
            }
            CombiningEngine engine = CombiningEngine.of(name, options, fields(), Set.of(0));
            byte[] results = new byte[keys.size()];
            Set<Integer> wanted = new HashSet<>(columns.keySet());
            engine.decide(plan, retracts ? kinds : null, wanted, field -> column(columns, field), results);
            List<List<@Nullable Long>> values = new ArrayList<>();
            keys.forEach(key -> values.add(new ArrayList<>()));
            for (DataField field : fields()) {
                ColumnRule rule = engine.rule(field);
                try (ArrowColumn merged = rule.merge().merge(plan, rule.actions(), column(columns, field), pool)) {
                    for (int group = 0; group < keys.size(); group++) {
                        values.get(group).add((Long) merged.vector().getObject(group));
                    }
                }
            }
            List<Result> merged = new ArrayList<>();
            for (int group = 0; group < keys.size(); group++) {
                merged.add(new Result(KINDS.get(results[group]), values.get(group)));
            }
            return merged;
        } finally {
            opened.forEach(FieldVector::close);
        }
    }

    private static VersionColumn column(Map<Integer, VersionColumn> columns, DataField field) {
        return java.util.Objects.requireNonNull(columns.get(field.id()));
    }

    private VersionColumn column(MergePlan plan, List<Version> all, int column, List<FieldVector> opened) {
        BigIntVector[] vectors = new BigIntVector[2];
        for (int run = 0; run < 2; run++) {
            vectors[run] = new BigIntVector(NAMES.get(column), allocator);
            vectors[run].allocateNew();
            opened.add(vectors[run]);
        }
        int[] counts = new int[2];
        for (int entry = 0; entry < all.size(); entry++) {
            int run = plan.run(entry);
            Long value = all.get(entry).values[column];
            if (value == null) {
                vectors[run].setNull(plan.row(entry));
            } else {
                vectors[run].setSafe(plan.row(entry), value);
            }
            counts[run] = Math.max(counts[run], plan.row(entry) + 1);
        }
        vectors[0].setValueCount(counts[0]);
        vectors[1].setValueCount(counts[1]);
        return new VersionColumn(plan, vectors, new int[2]);
    }

    private static List<List<Version>> randomKeys(Random random, boolean retracts) {
        List<List<Version>> keys = new ArrayList<>();
        for (long key = 0; key < 30; key++) {
            List<Version> versions = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                @Nullable Long[] values = new Long[NAMES.size()];
                values[0] = key;
                for (int column = 1; column < values.length; column++) {
                    values[column] = random.nextInt(3) == 0 ? null : Long.valueOf(random.nextInt(4));
                }
                RowKind kind = retracts ? KINDS.get(random.nextInt(4)) : RowKind.INSERT;
                versions.add(new Version(kind, values));
            }
            keys.add(versions);
        }
        return keys;
    }

    /** Rows are compared whole; of a key that leaves none, only that. */
    private static void assertSame(List<Result> found, List<Result> expected, Object context) {
        for (int key = 0; key < expected.size(); key++) {
            Result model = expected.get(key);
            assertThat(found.get(key).kind.isRetract())
                    .as("%s, key %d", context, key)
                    .isEqualTo(model.kind.isRetract());
            if (!model.kind.isRetract()) {
                assertThat(found.get(key).values).as("%s, key %d", context, key).isEqualTo(model.values);
            }
        }
    }

    /** The state of one key of a model. */
    private static final class Row {
        @Nullable
        Long[] values = new Long[NAMES.size()];

        boolean inserted;
        boolean deleted;
        boolean fresh = true;

        void start(Version version) {
            values = version.values.clone();
            fresh = false;
        }
    }

    private static @Nullable Long sum(@Nullable Long held, @Nullable Long value, int sign) {
        return value == null ? held : Long.valueOf((held == null ? 0 : held) + sign * value);
    }

    @ParameterizedTest
    @CsvSource({"FIRST_ROW", "DEDUPLICATE"})
    void oneVersionStaysAsItIs(MergeEngineName name) {
        for (long seed = 1; seed <= 20; seed++) {
            List<List<Version>> keys = randomKeys(new Random(seed), seed % 2 == 0);
            List<Result> expected = new ArrayList<>();
            for (List<Version> versions : keys) {
                Version kept = versions.get(name == MergeEngineName.FIRST_ROW ? 0 : versions.size() - 1);
                expected.add(new Result(kept.kind, Arrays.asList(kept.values)));
            }
            assertThat(merge(name, options(), keys))
                    .as("seed %d: %s", seed, keys)
                    .isEqualTo(expected);
        }
    }

    /** Section 8.3 without groups: what is not null fills the row. */
    private static Result partialUpdate(List<Version> versions, boolean ignoresDeletes) {
        if (versions.size() == 1) {
            return new Result(versions.get(0).kind, Arrays.asList(versions.get(0).values));
        }
        Row row = new Row();
        for (Version version : versions) {
            if (row.deleted) {
                row = new Row();
            }
            if (!version.kind.isRetract()) {
                for (int i = 0; i < row.values.length; i++) {
                    row.values[i] = version.values[i] == null ? row.values[i] : version.values[i];
                }
                row.inserted = true;
                row.fresh = false;
            } else {
                if (row.fresh) {
                    row.start(version);
                }
                if (!ignoresDeletes && version.kind == RowKind.DELETE) {
                    row.deleted = true;
                }
            }
        }
        return new Result(row.inserted && !row.deleted ? RowKind.INSERT : RowKind.DELETE, Arrays.asList(row.values));
    }

    @ParameterizedTest
    @CsvSource({"ignore-delete", "partial-update.ignore-delete", "partial-update.remove-record-on-delete"})
    void partialUpdatesFillInWhatIsNotNull(String option) {
        boolean ignores = option.endsWith("ignore-delete");
        for (long seed = 1; seed <= 40; seed++) {
            List<List<Version>> keys = randomKeys(new Random(seed), seed % 4 != 0);
            List<Result> expected = keys.stream()
                    .map(versions -> partialUpdate(versions, ignores))
                    .toList();
            List<Result> merged = merge(MergeEngineName.PARTIAL_UPDATE, options(option, "true"), keys);
            assertSame(merged, expected, option + ", seed " + seed + ": " + keys);
        }
    }

    @Test
    void aPartialUpdateWithoutARuleForDeletesRefusesThem() {
        List<List<Version>> keys = List.of(
                List.of(new Version(RowKind.INSERT, 1L, null, null, 1L, null, null, null)),
                List.of(
                        new Version(RowKind.INSERT, 2L, null, null, 1L, null, null, null),
                        new Version(RowKind.DELETE, 2L, null, null, 1L, null, null, null)));
        assertThatThrownBy(() -> merge(MergeEngineName.PARTIAL_UPDATE, options(), keys))
                .hasMessageContaining("ignore-delete")
                .hasMessageContaining("partial-update.remove-record-on-delete");
    }

    /** Section 8.3 with groups: a and b follow g, b by a sum; c follows g and h by h; d follows none. */
    private static Result grouped(List<Version> versions, boolean removes) {
        if (versions.size() == 1) {
            return new Result(versions.get(0).kind, Arrays.asList(versions.get(0).values));
        }
        Row row = new Row();
        boolean[] held = new boolean[2];
        for (Version version : versions) {
            if (row.deleted) {
                row = new Row();
                held = new boolean[2];
            }
            boolean back = version.kind.isRetract();
            if (back && row.fresh) {
                row.start(version);
                Arrays.fill(held, true);
            }
            boolean newestG = version.values[G] != null && !(held[0] && isLess(version.values[G], row.values[G]));
            boolean newestH = version.values[H] != null && !(held[1] && isLess(version.values[H], row.values[H]));
            if (back && removes && newestG && version.kind == RowKind.DELETE) {
                row.start(version);
                row.deleted = true;
                continue;
            }
            if (version.values[G] != null) {
                row.values[B] = sum(row.values[B], version.values[B], back ? -1 : 1);
                if (newestG) {
                    row.values[G] = version.values[G];
                    row.values[A] = back ? null : version.values[A];
                    held[0] = true;
                }
            }
            if (newestH) {
                row.values[H] = version.values[H];
                row.values[C] = back ? null : version.values[C];
                held[1] = true;
            }
            if (!back) {
                row.values[0] = version.values[0];
                row.values[D] = version.values[D] == null ? row.values[D] : version.values[D];
                row.inserted = true;
            }
            row.fresh = false;
        }
        return new Result(row.inserted && !row.deleted ? RowKind.INSERT : RowKind.DELETE, Arrays.asList(row.values));
    }

    private static boolean isLess(Long value, @Nullable Long held) {
        return held != null && value < held;
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void groupsFollowTheirOwnSequences(boolean removes) {
        List<String> options = new ArrayList<>(List.of(
                "fields.g.sequence-group",
                "a,b",
                "fields.h.sequence-group",
                "c",
                "fields.b.aggregate-function",
                "sum"));
        if (removes) {
            options.addAll(List.of("partial-update.remove-record-on-sequence-group", "g"));
        }
        for (long seed = 1; seed <= 80; seed++) {
            List<List<Version>> keys = randomKeys(new Random(seed), seed % 3 != 0);
            List<Result> expected =
                    keys.stream().map(versions -> grouped(versions, removes)).toList();
            List<Result> merged = merge(MergeEngineName.PARTIAL_UPDATE, options(options.toArray(String[]::new)), keys);
            assertSame(merged, expected, "removes " + removes + ", seed " + seed + ": " + keys);
        }
    }

    @Test
    void aGroupOfTwoSequencesComparesTheFirstFirst() {
        OptionSet options = options("fields.g,h.sequence-group", "a");
        assertThat(lastA(options, new long[][] {{1, 9, 10}, {2, 1, 20}})).isEqualTo(20);
        assertThat(lastA(options, new long[][] {{2, 1, 10}, {1, 9, 20}})).isEqualTo(10);
        assertThat(lastA(options, new long[][] {{2, 1, 10}, {2, 0, 20}})).isEqualTo(10);
        assertThat(lastA(options, new long[][] {{2, 1, 10}, {2, 1, 20}})).isEqualTo(20);
        assertThat(lastA(options, new long[][] {{2, -1, 10}, {2, 0, 20}})).isEqualTo(20);
        assertThat(lastA(options, new long[][] {{2, 0, 10}, {2, -1, 20}}))
                .as("null comes first")
                .isEqualTo(10);
        assertThat(lastA(options, new long[][] {{2, 0, 10}, {-1, -1, 20}}))
                .as("no sequence at all")
                .isEqualTo(10);
        assertThat(lastA(options, new long[][] {{-1, 0, 10}, {-1, 1, 20}})).isEqualTo(20);
    }

    /** Versions are g, h and a; -1 is null. */
    private @Nullable Long lastA(OptionSet options, long[][] versions) {
        List<Version> key = new ArrayList<>();
        for (long[] version : versions) {
            key.add(new Version(
                    RowKind.INSERT,
                    1L,
                    version[0] < 0 ? null : Long.valueOf(version[0]),
                    version[1] < 0 ? null : Long.valueOf(version[1]),
                    version[2],
                    null,
                    null,
                    null));
        }
        return merge(MergeEngineName.PARTIAL_UPDATE, options, List.of(key))
                .get(0)
                .values
                .get(A);
    }

    @Test
    void anOptionThatNamesAColumnThatIsNotThereIsRefused() {
        assertThatThrownBy(
                        () -> merge(MergeEngineName.PARTIAL_UPDATE, options("fields.g.sequence-group", "x"), List.of()))
                .hasMessageContainingAll("fields.g.sequence-group", "'x'");
    }

    /** Section 8.4: a is summed, b the maximum without retractions, c the last, d the last that is not null. */
    private static Result aggregated(List<Version> versions, boolean removes) {
        if (versions.size() == 1) {
            return new Result(versions.get(0).kind, Arrays.asList(versions.get(0).values));
        }
        @Nullable Long[] row = new Long[NAMES.size()];
        boolean deleted = false;
        int since = 0;
        for (int i = 0; i < versions.size(); i++) {
            Version version = versions.get(i);
            if (deleted) {
                row = new Long[NAMES.size()];
                since = i;
            }
            deleted = removes && version.kind == RowKind.DELETE;
            if (deleted) {
                row = version.values.clone();
                continue;
            }
            boolean back = version.kind.isRetract();
            row[0] = version.values[0];
            row[A] = sum(row[A], version.values[A], back ? -1 : 1);
            Long b = version.values[B];
            if (!back && b != null && (row[B] == null || b > row[B])) {
                row[B] = b;
            }
            row[C] = back ? null : version.values[C];
            for (int column : new int[] {G, H, D}) {
                if (version.values[column] != null) {
                    row[column] = back ? null : version.values[column];
                }
            }
        }
        RowKind last = versions.get(versions.size() - 1).kind;
        RowKind kind = since == versions.size() - 1 ? last : deleted ? RowKind.DELETE : RowKind.INSERT;
        return new Result(kind, Arrays.asList(row));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aggregatesTakeEveryVersionIntoAccount(boolean removes) {
        OptionSet options = options(
                "fields.a.aggregate-function", "sum",
                "fields.b.aggregate-function", "max",
                "fields.b.ignore-retract", "true",
                "fields.c.aggregate-function", "last_value",
                "aggregation.remove-record-on-delete", Boolean.toString(removes));
        for (long seed = 1; seed <= 80; seed++) {
            List<List<Version>> keys = randomKeys(new Random(seed), seed % 3 != 0);
            List<Result> expected =
                    keys.stream().map(versions -> aggregated(versions, removes)).toList();
            List<Result> merged = merge(MergeEngineName.AGGREGATION, options, keys);
            assertSame(merged, expected, "removes " + removes + ", seed " + seed + ": " + keys);
        }
    }

    @Test
    void theSequenceFieldAndTheDefaultFunctionDecideWhatNothingElseSays() {
        OptionSet options = options("fields.default-aggregate-function", "sum", "sequence.field", "g");
        List<Version> key = List.of(
                new Version(RowKind.INSERT, 1L, 5L, 1L, 1L, null, 2L, 3L),
                new Version(RowKind.INSERT, 1L, 7L, 1L, 10L, null, null, 30L));
        assertThat(merge(MergeEngineName.AGGREGATION, options, List.of(key)).get(0).values)
                .containsExactly(1L, 7L, 2L, 11L, null, 2L, 33L);
    }
}
