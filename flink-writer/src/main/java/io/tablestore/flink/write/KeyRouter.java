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
import io.tablestore.writer.routing.KeyExtractor;
import io.tablestore.writer.routing.KeyShares;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * For dynamic buckets: computes the hashes by which a row is sent to the task that knows its key. The upper half hashes
 * the partition, the lower half the key.
 */
final class KeyRouter implements KeySelector<RowData, Long> {

    private static final long serialVersionUID = 1L;

    private final FlinkTableLoader loader;
    private final long schemaId;
    private transient @Nullable State state;

    /** @param schemaId of the rows' schema */
    KeyRouter(FlinkTableLoader loader, long schemaId) {
        this.loader = loader;
        this.schemaId = schemaId;
    }

    private record State(FlinkValues.Row row, KeyExtractor partitions, KeyExtractor keys) {

        static State of(TableSchema schema) {
            return new State(
                    new FlinkValues.Row(schema.fields()),
                    new KeyExtractor(schema, schema.partitionFields()),
                    new KeyExtractor(schema, schema.trimmedPrimaryKey()));
        }
    }

    @Override
    public Long getKey(RowData row) {
        State known = state;
        if (known == null) {
            known = State.of(loader.schema(schemaId));
            state = known;
        }
        known.row.of(row);
        return (long) known.partitions.hash(known.row) << 32 | known.keys.hash(known.row) & 0xFFFF_FFFFL;
    }

    /** Selects the task whose {@link ChooseBuckets} handles the key. */
    static final class ToTask implements Partitioner<Long> {

        private static final long serialVersionUID = 1L;

        private final FlinkTableLoader loader;
        private final long schemaId;
        private transient @Nullable KeyShares shares;

        ToTask(FlinkTableLoader loader, long schemaId) {
            this.loader = loader;
            this.schemaId = schemaId;
        }

        @Override
        public int partition(Long hashes, int tasks) {
            KeyShares known = shares;
            if (known == null || known.tasks() != tasks) {
                known = KeyShares.of(loader.schema(schemaId), tasks);
                shares = known;
            }
            return known.task((int) (hashes >>> 32), hashes.intValue());
        }
    }
}
