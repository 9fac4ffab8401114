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
package io.tablestore.flink.write;

import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.types.FlinkValues;
import io.tablestore.schema.TableSchema;
import io.tablestore.writer.BucketChooser;
import io.tablestore.writer.routing.BucketAssigner;
import io.tablestore.writer.routing.KeyExtractor;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Computes a key for each row, so that all rows of a bucket are sent to one task. With dynamic buckets, the bucket is
 * the row's last column.
 */
final class BucketRouter implements KeySelector<RowData, Integer> {

    private static final long serialVersionUID = 1L;

    private final FlinkTableLoader loader;
    private final long schemaId;
    private transient @Nullable State state;

    /** @param schemaId of the rows' schema */
    BucketRouter(FlinkTableLoader loader, long schemaId) {
        this.loader = loader;
        this.schemaId = schemaId;
    }

    private static final class State {

        private final FlinkValues.Row row;
        private final KeyExtractor partitions;
        private final @Nullable BucketAssigner buckets;

        State(TableSchema schema) {
            this.row = new FlinkValues.Row(schema.fields());
            this.partitions = new KeyExtractor(schema, schema.partitionFields());
            this.buckets = BucketChooser.isNeeded(schema) ? null : new BucketAssigner(schema);
        }

        int key(RowData values) {
            row.of(values);
            int bucket = buckets == null ? values.getInt(row.size()) : buckets.bucket(row);
            return partitions.hash(row) + bucket;
        }
    }

    @Override
    public Integer getKey(RowData row) {
        State known = state;
        if (known == null) {
            known = new State(loader.schema(schemaId));
            state = known;
        }
        return known.key(row);
    }

    /** Distributes the buckets of a partition over the tasks, round robin. */
    static final class ToTask implements Partitioner<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public int partition(Integer key, int tasks) {
            return Math.floorMod(key, tasks);
        }
    }
}
