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
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.internal.schema.TypeWidening;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;

/**
 * Decides from a file's statistics whether some of its rows can match. Statistics use the names, types and order of the schema
 * that the file was written with; columns are matched by field id (format reference, 2.4 and 4.4).
 */
public final class StatisticsPruner {

    private final LongFunction<TableSchema> schemas;

    /** By schema id. */
    private final Map<Long, List<DataField>> keyFields = new HashMap<>();

    public StatisticsPruner(LongFunction<TableSchema> schemas) {
        this.schemas = schemas;
    }

    /**
     * The manifest's statistics of a column of a file; empty if they cannot be used, for example because the column's type has
     * changed.
     */
    public ColumnStatistics statistics(DataField column, DataFile file) {
        return statistics(column, false, file, schemas.apply(file.schemaId()));
    }

    boolean canMatch(BoundPredicate predicate, DataFile file) {
        if (predicate.equals(BoundPredicate.Constant.TRUE)) {
            return true;
        }
        TableSchema fileSchema = schemas.apply(file.schemaId());
        return predicate.canMatch(leaf -> trusted(leaf, file, fileSchema), file.rowCount());
    }

    /** As above, for files that hold columns of the same rows. */
    boolean canMatch(BoundPredicate predicate, ColumnFiles columns) {
        return predicate.canMatch(leaf -> statistics(leaf, columns), columns.rowCount());
    }

    private ColumnStatistics statistics(Leaf leaf, ColumnFiles columns) {
        List<DataFile> holders = columns.of(leaf.column().id());
        if (holders.isEmpty()) {
            return ColumnStatistics.allNull(columns.rowCount());
        }
        DataFile newest = holders.get(0);
        return newest.rowCount() == columns.rowCount()
                ? trusted(leaf, newest, schemas.apply(newest.schemaId()))
                : ColumnStatistics.UNKNOWN;
    }

    /**
     * The maximum of floating-point numbers is used for Parquet files only: ORC's statistics ignore NaN, which is the greatest
     * value.
     */
    private ColumnStatistics trusted(Leaf leaf, DataFile file, TableSchema fileSchema) {
        ColumnStatistics statistics = statistics(leaf.column(), leaf.isNested(), file, fileSchema);
        boolean mayHideNaN =
                leaf.field().type().root().isFloating() && FileFormat.ofFile(file.name()) != FileFormat.PARQUET;
        return mayHideNaN ? new ColumnStatistics(statistics.min(), null, statistics.nullCount()) : statistics;
    }

    /** Fields inside a column have no statistics. */
    private ColumnStatistics statistics(DataField wanted, boolean nested, DataFile file, TableSchema fileSchema) {
        DataField stored = fileSchema.fieldById(wanted.id());
        if (stored == null) {
            return ColumnStatistics.allNull(file.rowCount());
        }
        if (nested || !TypeWidening.keepsValues(stored.type(), wanted.type())) {
            return ColumnStatistics.UNKNOWN;
        }
        if (file.writeColumns() != null && !file.writeColumns().contains(stored.name())) {
            return ColumnStatistics.UNKNOWN;
        }
        int keyPosition = keyFields
                .computeIfAbsent(fileSchema.id(), id -> fileSchema.trimmedPrimaryKey())
                .indexOf(stored);
        SimpleStats keyStats = file.keyStats();
        if (keyPosition >= 0 && keyStats != null && keyStats.min().arity() > keyPosition) {
            return keyStats.column(keyPosition, stored.type());
        }
        SimpleStats valueStats = file.valueStats();
        int position = valuePosition(file, fileSchema, stored);
        return valueStats == null || position < 0
                ? ColumnStatistics.UNKNOWN
                : valueStats.column(position, stored.type());
    }

    /** Null means statistics of all written columns; an empty list means of none. */
    private static int valuePosition(DataFile file, TableSchema fileSchema, DataField stored) {
        List<String> covered = file.valueStatsColumns() != null ? file.valueStatsColumns() : file.writeColumns();
        return covered != null
                ? covered.indexOf(stored.name())
                : fileSchema.fields().indexOf(stored);
    }
}
