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
package io.tablestore.writer.internal.memtable;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.merge.MergePlan;
import io.tablestore.internal.merge.column.AggregateFailure;
import io.tablestore.internal.merge.column.VersionColumn;
import io.tablestore.internal.merge.combine.ColumnRule;
import io.tablestore.internal.merge.combine.CombiningEngine;
import io.tablestore.internal.vector.FixedBuilder;
import io.tablestore.options.MergeOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.writer.internal.file.RunWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Merges the versions of each key in a window into one row, with the table's merge engine. Retractions are kept as records. */
final class VersionMerger {

    private final TableSchema schema;
    private final CombiningEngine engine;
    private final Set<Integer> allColumns;
    private final BufferPool pool;

    VersionMerger(TableSchema schema, BufferPool pool) {
        this.schema = schema;
        this.pool = pool;
        Set<Integer> keyIds =
                schema.trimmedPrimaryKey().stream().map(DataField::id).collect(Collectors.toSet());
        this.engine = CombiningEngine.of(
                schema.optionSet().get(MergeOptions.MERGE_ENGINE), schema.optionSet(), schema.fields(), keyIds);
        this.allColumns = schema.fields().stream().map(DataField::id).collect(Collectors.toCollection(HashSet::new));
    }

    /**
     * @param kinds the kinds of the entries, or null if none is a retraction
     * @param columns reads a column of all entries, including {@link SystemColumns#SEQUENCE}; borrowed
     * @return owned by the caller
     */
    MergedRows merge(MergePlan plan, byte @Nullable [] kinds, Function<DataField, VersionColumn> columns) {
        byte[] results = new byte[plan.groupCount()];
        List<ArrowColumn> merged = new ArrayList<>();
        try {
            engine.decide(plan, kinds, allColumns, columns, results);
            for (DataField field : schema.fields()) {
                merged.add(merge(plan, engine.rule(field), columns.apply(field)));
            }
            merged.add(merge(plan, engine.systemRule(SystemColumns.SEQUENCE), columns.apply(SystemColumns.SEQUENCE)));
            merged.add(kindColumn(results));
            return new MergedRows(merged, results.length, kinds != null);
        } catch (AggregateFailure failure) {
            merged.forEach(ArrowColumn::close);
            throw explained(plan, failure, columns);
        } catch (RuntimeException failed) {
            merged.forEach(ArrowColumn::close);
            throw failed;
        }
    }

    private ArrowColumn merge(MergePlan plan, ColumnRule rule, VersionColumn versions) {
        return rule.merge().merge(plan, rule.actions(), versions, pool);
    }

    private ArrowColumn kindColumn(byte[] results) {
        try (FixedBuilder builder =
                new FixedBuilder(pool, ArrowTypes.field(SystemColumns.KIND), results.length, Byte.BYTES)) {
            MemoryUtil.copyToMemory(results, 0, builder.address(), results.length);
            return builder.finish();
        }
    }

    private TableStoreException explained(
            MergePlan plan, AggregateFailure failure, Function<DataField, VersionColumn> columns) {
        int entry = plan.start(failure.group());
        String key = schema.trimmedPrimaryKey().stream()
                .map(field -> {
                    VersionColumn column = columns.apply(field);
                    return field.name() + " = " + column.vector(entry).getObject(column.row(entry));
                })
                .collect(Collectors.joining(", "));
        String what = failure.column().isEmpty() ? "" : "Column " + failure.column() + " of ";
        return new TableStoreException(what + "key " + key + ": " + failure.getMessage() + ".", failure);
    }

    /** One row per key: the columns of the schema, then sequence numbers and kinds. */
    static final class MergedRows implements AutoCloseable {

        private final List<ArrowColumn> columns;
        private final int rows;
        private final boolean mayRetract;

        private MergedRows(List<ArrowColumn> columns, int rows, boolean mayRetract) {
            this.columns = columns;
            this.rows = rows;
            this.mayRetract = mayRetract;
        }

        int rowCount() {
            return rows;
        }

        /** Whether one of them may be a retraction. */
        boolean mayRetract() {
            return mayRetract;
        }

        List<FieldVector> columns() {
            return columns.subList(0, columns.size() - 2).stream()
                    .map(ArrowColumn::vector)
                    .toList();
        }

        FieldVector sequences() {
            return columns.get(columns.size() - 2).vector();
        }

        FieldVector kinds() {
            return columns.get(columns.size() - 1).vector();
        }

        void writeTo(RunWriter run) {
            run.write(columns(), sequences(), kinds(), rows);
        }

        @Override
        public void close() {
            columns.forEach(ArrowColumn::close);
        }
    }
}
