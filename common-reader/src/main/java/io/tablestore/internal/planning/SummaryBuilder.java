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
package io.tablestore.internal.planning;

import io.tablestore.internal.file.FileFormat;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Sums up the statistics of the sections of a scan, and tracks which of them are exact. */
final class SummaryBuilder implements ScanPlanner.BucketSink {

    /** The totals of one column so far. */
    private static final class Totals {

        final DataField field;
        final int partitionPosition;
        long nulls;
        boolean nullsKnown = true;

        @Nullable
        Object min;

        @Nullable
        Object max;

        /** Whether the bounds of all values so far are known. */
        boolean bounded = true;

        /** Whether the bounds are values that occur in rows. */
        boolean whole = true;

        Totals(DataField field, int partitionPosition) {
            this.field = field;
            this.partitionPosition = partitionPosition;
        }

        /** Adds rows whose bounds need not be values that occur in them. */
        void addRounded(ColumnStatistics statistics, long rows) {
            whole &= statistics.nullCount() == rows;
            add(statistics, rows);
        }

        /** Adds rows whose bounds are values that occur in them. */
        void add(ColumnStatistics statistics, long rows) {
            nullsKnown &= statistics.nullCount() >= 0;
            nulls += Math.max(0, statistics.nullCount());
            if (statistics.nullCount() == rows) {
                return; // there is no value
            }
            Object lower = statistics.min();
            Object upper = statistics.max();
            if (lower == null || upper == null) {
                bounded = false;
                return;
            }
            min = min == null || ValueOrder.compare(lower, min) < 0 ? lower : min;
            max = max == null || ValueOrder.compare(upper, max) > 0 ? upper : max;
        }
    }

    private final LongFunction<TableSchema> schemas;
    private final StatisticsPruner statistics;
    private final boolean primaryKey;
    private final List<Totals> columns = new ArrayList<>();

    /** Whether the row count is exact so far. */
    private boolean exact = true;

    private boolean deletions;
    private long rows;
    private long bytes;

    SummaryBuilder(TableSchema schema, List<DataField> fields, LongFunction<TableSchema> schemas) {
        this.schemas = schemas;
        this.statistics = new StatisticsPruner(schemas);
        this.primaryKey = schema.hasPrimaryKey();
        List<String> partitionKeys = schema.partitionKeys();
        for (DataField field : fields) {
            columns.add(new Totals(field, partitionKeys.indexOf(field.name())));
        }
    }

    /** Records that the scan drops some of the rows, so that no count is exact. */
    void markFiltered() {
        exact = false;
    }

    @Override
    public void accept(BinaryRow partition, int bucket, List<Section> sections) {
        for (Section section : sections) {
            bytes += section.sizeInBytes();
            if (section.needsMerge()) {
                addMerged(partition, section);
            } else {
                addPlain(partition, section);
            }
        }
    }

    /** Most updates change existing rows, so the result has about as many rows as the largest run. */
    private void addMerged(BinaryRow partition, Section section) {
        exact = false;
        long most = 0;
        for (SortedRun run : section.runs()) {
            most = Math.max(
                    most,
                    run.files().stream()
                            .mapToLong(file -> file.file().rowCount())
                            .sum());
        }
        rows += most;
        addColumns(partition, section, most);
    }

    private void addPlain(BinaryRow partition, Section section) {
        long count = section.storedRows();
        for (SplitFile file : section.files()) {
            if (file.deletions() != null) {
                deletions = true;
                exact &= file.deletions().cardinality() >= 0 && !section.aligned();
                count -= Math.max(0, file.deletions().cardinality());
            }
            exact &= !primaryKey || file.file().deleteRowCount() == 0;
        }
        rows += count;
        addColumns(partition, section, count);
    }

    private void addColumns(BinaryRow partition, Section section, long count) {
        List<SplitFile> files = section.files();
        for (Totals totals : columns) {
            if (totals.partitionPosition >= 0) {
                Object value = partition.value(totals.partitionPosition, totals.field.type());
                totals.add(new ColumnStatistics(value, value, value == null ? count : 0), count);
            } else if (section.aligned()) {
                totals.bounded = false;
                totals.nullsKnown = false;
            } else {
                for (SplitFile file : files) {
                    ColumnStatistics ofFile = statistics.statistics(totals.field, file.file());
                    if (isWhole(totals.field, file.file())) {
                        totals.add(ofFile, file.file().rowCount());
                    } else {
                        totals.addRounded(ofFile, file.file().rowCount());
                    }
                }
            }
        }
    }

    /**
     * Whether the bounds in the manifest are actual values of the column. Bounds of texts are truncated, ORC's bounds of
     * timestamps are rounded, and bounds of floating-point numbers ignore NaN and the sign of zero.
     */
    private boolean isWhole(DataField field, DataFile file) {
        TypeRoot root = field.type().root();
        boolean orc = FileFormat.ofFile(file.name()) != FileFormat.PARQUET;
        DataField stored = schemas.apply(file.schemaId()).fieldById(field.id());
        return stored != null
                && stored.type().sameIgnoringNullability(field.type())
                && field.type() instanceof DataType.Atomic
                && (root.isInteger()
                        || root == TypeRoot.DATE
                        || root == TypeRoot.DECIMAL
                        || !orc && (root.isTimestamp() || root == TypeRoot.TIME));
    }

    /**
     * @param bucketCounts the numbers of buckets seen
     * @param distinctCounts estimates by column id, for example of an ANALYZE of older rows
     * @param analyzedRows the number of rows after a merge, if an ANALYZE counted exactly these rows; otherwise null
     */
    ScanSummary build(Set<Integer> bucketCounts, Map<Integer, Long> distinctCounts, @Nullable Long analyzedRows) {
        Map<Integer, ScanSummary.Column> known = new HashMap<>();
        for (Totals totals : columns) {
            known.put(
                    totals.field.id(),
                    new ScanSummary.Column(
                            totals.field,
                            totals.nullsKnown ? Math.min(totals.nulls, rows) : -1,
                            exact && !deletions && totals.nullsKnown,
                            totals.bounded ? totals.min : null,
                            totals.bounded ? totals.max : null,
                            exact && !deletions && totals.bounded && totals.whole,
                            distinctCounts.getOrDefault(totals.field.id(), -1L)));
        }
        long resultRows = exact || analyzedRows == null ? rows : analyzedRows;
        return new ScanSummary(resultRows, exact, bytes, bucketCounts, known);
    }
}
