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
package io.tablestore.internal.read;

import io.tablestore.internal.merge.GroupedSurvivors;
import io.tablestore.internal.merge.KeyBounds;
import io.tablestore.internal.merge.KeyMerger;
import io.tablestore.internal.merge.KeyRun;
import io.tablestore.internal.merge.MergeRules;
import io.tablestore.internal.merge.MergeRules.Levels;
import io.tablestore.internal.merge.MergeRules.Retractions;
import io.tablestore.internal.merge.RowBits;
import io.tablestore.internal.merge.RowOrder;
import io.tablestore.internal.merge.SurvivorMerge;
import io.tablestore.internal.merge.VersionOrder;
import io.tablestore.internal.merge.combine.CombiningEngine;
import io.tablestore.internal.planning.LevelRules;
import io.tablestore.internal.read.column.ConstantColumns;
import io.tablestore.internal.split.KeyRange;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.read.ArrowBatch;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Opens the runs of a section for a merge, with the key and sequence columns, the wanted keys and the table's merge rules. */
final class SectionRuns implements AutoCloseable {

    /** Rows that the blocks of all runs hold together in a key pass. */
    private static final int ROWS_IN_MEMORY = 4 << 20;

    private static final int MAX_BLOCK_ROWS = 65_536;
    private static final int MIN_BLOCK_ROWS = 1024;

    /** Rows that the blocks of all runs hold together if values are combined: no more than a batch. */
    private static final int ROWS_COMBINED = 49_152;

    private static final int ROWS_COMBINED_AT_LEAST = ArrowBatch.MAX_ROWS - ROWS_COMBINED;

    private final ReadContext context;
    private final List<DataField> keyFields;
    private final MergeRules rules;
    private final List<FileKeyRun> runs = new ArrayList<>();
    private final List<FieldVector> bounds = new ArrayList<>();

    /** @param valueFields columns that will be combined; null for a key pass only */
    SectionRuns(ReadContext context, Section section, KeyRange range, @Nullable List<DataField> valueFields) {
        this.context = context;
        TableSchema schema = context.schema();
        OptionSet options = schema.optionSet();
        this.keyFields = schema.trimmedPrimaryKey();
        List<DataField> sequenceFields = options.get(MergeOptions.SEQUENCE_FIELD).stream()
                .map(schema::field)
                .toList();
        VersionOrder versions = new VersionOrder(
                sequenceFields.stream().map(DataField::type).toList(), options.get(MergeOptions.SEQUENCE_SORT_ORDER));
        LevelRules levels = LevelRules.of(schema);
        boolean ignoresRetractions = !levels.combines() && options.get(MergeOptions.IGNORE_DELETE);
        FileKeyRun.MergeColumns columns =
                new FileKeyRun.MergeColumns(keyFields, sequenceFields, valueFields == null ? List.of() : valueFields);
        Map<String, Integer> ranks = tieRanks(section);
        long storedRows = section.storedRows();
        try {
            for (SortedRun run : section.runs()) {
                int blockRows = valueFields == null
                        ? keyBlockRows(section.runs().size())
                        : combinedBlockRows(run, section.runs().size(), storedRows);
                long blockBytes = context.batchBytes() / section.runs().size();
                runs.add(new FileKeyRun(context, run, columns, ranks, new FileKeyRun.BlockSize(blockRows, blockBytes)));
            }
            this.rules = new MergeRules(
                    new RowOrder(keyFields.stream().map(DataField::type).toList()),
                    versions,
                    new KeyBounds(bound(range.lower()), bound(range.upper())),
                    levels.lowestLevelOnly() ? Levels.LOWEST_ABOVE_ZERO : Levels.ALL,
                    ignoresRetractions ? Retractions.IGNORED : Retractions.COUNT);
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** The engine that combines the versions of a key. */
    static CombiningEngine engine(TableSchema schema) {
        Set<Integer> keyIds =
                schema.trimmedPrimaryKey().stream().map(DataField::id).collect(Collectors.toSet());
        return CombiningEngine.of(LevelRules.of(schema).engine(), schema.optionSet(), schema.fields(), keyIds);
    }

    private static int keyBlockRows(int runCount) {
        return Math.max(MIN_BLOCK_ROWS, Math.min(MAX_BLOCK_ROWS, ROWS_IN_MEMORY / runCount));
    }

    /** Block sizes are proportional to the runs' row counts, so that the blocks of all runs cover about the same keys. */
    private static int combinedBlockRows(SortedRun run, int runCount, long storedRows) {
        long rows =
                run.files().stream().mapToLong(file -> file.file().rowCount()).sum();
        int least = Math.max(1, ROWS_COMBINED_AT_LEAST / runCount);
        return (int) Math.max(least, ROWS_COMBINED * rows / Math.max(1, storedRows));
    }

    /**
     * Ranks for versions with equal key and sequence: the lower level wins, then the later creation time, then the greater name.
     */
    private static Map<String, Integer> tieRanks(Section section) {
        List<SplitFile> files = new ArrayList<>(section.files());
        files.sort(Comparator.comparing((SplitFile file) -> -file.file().level())
                .thenComparing(file -> file.file().creationMillis())
                .thenComparing(file -> file.file().name()));
        Map<String, Integer> ranks = new HashMap<>();
        for (int i = 0; i < files.size(); i++) {
            ranks.put(files.get(i).file().name(), i);
        }
        return ranks;
    }

    private @Nullable List<FieldVector> bound(@Nullable BinaryRow row) {
        if (row == null) {
            return null;
        }
        List<FieldVector> vectors = new ArrayList<>();
        for (int i = 0; i < keyFields.size(); i++) {
            DataField field = keyFields.get(i);
            FieldVector vector = ConstantColumns.vector(field, row.value(i, field.type()), 1, context.pool);
            bounds.add(vector);
            vectors.add(vector);
        }
        return vectors;
    }

    /** For each run of the section, the rows that survive; for engines that keep one version of a key. */
    List<RowBits> survivors() {
        long start = System.nanoTime();
        boolean levelsDecide =
                rules.levels() == Levels.LOWEST_ABOVE_ZERO && rules.versions().hasSequenceFields();
        List<RowBits> survivors = levelsDecide ? GroupedSurvivors.merge(runs, rules) : SurvivorMerge.merge(runs, rules);
        context.counters.keyNanos += System.nanoTime() - start;
        return survivors;
    }

    /** The keys in order with all their versions; for engines that combine versions. */
    KeyMerger merger() {
        return new KeyMerger(runs, rules);
    }

    FileKeyRun run(int index) {
        return runs.get(index);
    }

    int count() {
        return runs.size();
    }

    @Override
    public void close() {
        runs.forEach(KeyRun::close);
        bounds.forEach(FieldVector::close);
        bounds.clear();
    }
}
