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
package io.tablestore.read;

import io.tablestore.format.BinaryRow;
import io.tablestore.format.TableSchema;
import io.tablestore.merge.KeyBounds;
import io.tablestore.merge.KeyRun;
import io.tablestore.merge.RowBits;
import io.tablestore.merge.RowOrder;
import io.tablestore.merge.SurvivorMerge;
import io.tablestore.merge.VersionOrder;
import io.tablestore.options.OptionSet;
import io.tablestore.options.TableOptions;
import io.tablestore.scan.KeyRange;
import io.tablestore.scan.Section;
import io.tablestore.scan.SortedRun;
import io.tablestore.scan.SplitFile;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Binds the merge to the files of a section: which columns are keys and sequences, and how the table merges. */
final class SectionMerge {

    /** Rows that the blocks of all runs hold together. */
    private static final int ROWS_IN_MEMORY = 4 << 20;

    private static final int MAX_BLOCK_ROWS = 65_536;
    private static final int MIN_BLOCK_ROWS = 1024;

    private final ReadContext context;
    private final List<DataField> keyFields;
    private final List<DataField> sequenceFields;
    private final RowOrder order;
    private final VersionOrder versions;
    private final boolean ignoreRetracts;

    SectionMerge(ReadContext context) {
        this.context = context;
        TableSchema schema = context.schema();
        OptionSet options = schema.optionSet();
        this.keyFields = schema.trimmedPrimaryKey();
        this.sequenceFields = options.get(TableOptions.SEQUENCE_FIELD).stream()
                .map(schema::field)
                .toList();
        this.order = new RowOrder(keyFields.stream().map(DataField::type).toList());
        this.versions = new VersionOrder(
                sequenceFields.stream().map(DataField::type).toList(),
                options.get(TableOptions.SEQUENCE_SORT_ORDER) == TableOptions.SortOrder.DESCENDING);
        this.ignoreRetracts =
                options.get(TableOptions.IGNORE_DELETE) || options.get(TableOptions.DEDUPLICATE_IGNORE_DELETE);
    }

    /** For each run of the section which rows survive. */
    List<RowBits> survivors(Section section, KeyRange range) {
        long start = System.nanoTime();
        List<FileKeyRun> runs = new ArrayList<>();
        List<FieldVector> bounds = new ArrayList<>();
        try {
            for (SortedRun run : section.runs()) {
                runs.add(newRun(section, run));
            }
            KeyBounds keyBounds = new KeyBounds(bound(range.lower(), bounds), bound(range.upper(), bounds));
            List<RowBits> survivors = SurvivorMerge.merge(runs, order, versions, keyBounds, ignoreRetracts);
            for (RowBits bits : survivors) {
                context.counters.rowsDropped += bits.size() - bits.count(0, bits.size());
            }
            return survivors;
        } finally {
            runs.forEach(KeyRun::close);
            bounds.forEach(FieldVector::close);
            context.counters.keyNanos += System.nanoTime() - start;
        }
    }

    private FileKeyRun newRun(Section section, SortedRun run) {
        int share = ROWS_IN_MEMORY / section.runs().size();
        int blockRows = Math.max(MIN_BLOCK_ROWS, Math.min(MAX_BLOCK_ROWS, share));
        return new FileKeyRun(context, run, keyFields, sequenceFields, tieRanks(section), blockRows);
    }

    /** Equal key, equal sequence: the lower level wins, then the later creation, then the greater name. */
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

    private @Nullable List<FieldVector> bound(@Nullable BinaryRow row, List<FieldVector> opened) {
        if (row == null) {
            return null;
        }
        List<FieldVector> vectors = new ArrayList<>();
        for (int i = 0; i < keyFields.size(); i++) {
            DataField field = keyFields.get(i);
            FieldVector vector = ConstantColumns.vector(field, row.value(i, field.type()), 1, context.pool);
            opened.add(vector);
            vectors.add(vector);
        }
        return vectors;
    }
}
