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
package io.tablestore.trino.table;

import io.tablestore.schema.BucketKeyBuffer;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.types.TrinoTypes;
import io.tablestore.types.DataType;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.VariableWidthBlock;
import io.trino.spi.connector.BucketFunction;
import io.trino.spi.connector.ConnectorPartitioningHandle;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The partitioning by bucket that a table reports to Trino. Tables of equal partitioning have equal keys in the same
 * bucket, whatever their partitions.
 *
 * @param bucketCount of every partition
 * @param types of the bucket key's columns, VARCHAR without a length
 */
public record TrinoPartitioning(int bucketCount, List<Type> types) implements ConnectorPartitioningHandle {

    public TrinoPartitioning {
        types = List.copyOf(types);
    }

    /** @param bucketCounts the different bucket counts of the partitions */
    public static Optional<TrinoPartitioning> of(TableSchema schema, Set<Integer> bucketCounts) {
        if (bucketCounts.size() != 1 || bucketCounts.iterator().next() <= 0) {
            return Optional.empty();
        }
        List<Type> types = schema.bucketKey().stream()
                .map(TrinoTypes::of)
                .map(type -> type instanceof VarcharType ? VarcharType.VARCHAR : type)
                .toList();
        return Optional.of(new TrinoPartitioning(bucketCounts.iterator().next(), types));
    }

    @Override
    public boolean isSingleNode() {
        return false;
    }

    /** The bucket of each row of a page whose channels are the columns of the bucket key. */
    public static final class Function implements BucketFunction {

        private final int bucketCount;
        private final List<Type> types;
        private final BucketKeyBuffer key;

        public Function(TrinoPartitioning partitioning) {
            this.bucketCount = partitioning.bucketCount();
            this.types = partitioning.types();
            List<DataType> stored = types.stream()
                    .map(type -> TrinoTypes.toTable("of the bucket key", type))
                    .toList();
            this.key = new BucketKeyBuffer(stored);
        }

        @Override
        public synchronized int getBucket(Page page, int position) {
            key.reset();
            for (int i = 0; i < types.size(); i++) {
                Block block = page.getBlock(i);
                if (!block.isNull(position)) {
                    put(i, types.get(i), block, position);
                }
            }
            return key.bucket(bucketCount);
        }

        private void put(int column, Type type, Block block, int position) {
            if (type.getJavaType() == long.class) {
                key.put(column, type.getLong(block, position));
            } else if (type instanceof BooleanType) {
                key.put(column, BooleanType.BOOLEAN.getBoolean(block, position) ? 1 : 0);
            } else {
                VariableWidthBlock bytes = (VariableWidthBlock) block.getUnderlyingValueBlock();
                var slice = bytes.getRawSlice();
                int at = block.getUnderlyingValuePosition(position);
                int offset = bytes.getRawSliceOffset(at);
                key.put(column, slice.byteArray(), slice.byteArrayOffset() + offset, bytes.getSliceLength(at));
            }
        }
    }
}
