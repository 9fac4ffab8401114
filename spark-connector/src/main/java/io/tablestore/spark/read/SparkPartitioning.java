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
package io.tablestore.spark.read;

import io.tablestore.scan.Split;
import io.tablestore.schema.BucketKeyBuffer;
import io.tablestore.schema.TableSchema;
import io.tablestore.spark.types.SparkColumns;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.spark.types.SparkValues;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.jspecify.annotations.Nullable;

/**
 * By what the splits of a scan are apart: the partition columns that are read, and the bucket if its key is read. Without
 * partition columns the same bucket of all partitions goes together.
 *
 * @param partitionColumns positions among the table's partition columns
 * @param bucketKey the column whose values give the bucket, or null
 */
record SparkPartitioning(
        TableSchema schema,
        List<Integer> partitionColumns,
        @Nullable DataField bucketKey) {

    static SparkPartitioning of(TableSchema schema, SparkColumns columns) {
        List<Integer> read = new ArrayList<>();
        for (int i = 0; i < schema.partitionKeys().size(); i++) {
            if (columns.has(schema.partitionKeys().get(i))) {
                read.add(i);
            }
        }
        DataField key = bucketKey(schema);
        return new SparkPartitioning(schema, List.copyOf(read), key == null || !columns.has(key.name()) ? null : key);
    }

    /** Spark knows transforms of a single column only. */
    private static @Nullable DataField bucketKey(TableSchema schema) {
        List<DataField> key = schema.bucketKey();
        return key.size() == 1 && BucketKeyBuffer.supports(schema) ? key.get(0) : null;
    }

    /** The values by which a split is apart from others. */
    InternalRow key(Split split) {
        @Nullable Object[] values = new Object[partitionColumns.size() + (bucketKey == null ? 0 : 1)];
        for (int i = 0; i < partitionColumns.size(); i++) {
            values[i] = SparkValues.ofPartition(schema, split.partition(), partitionColumns.get(i));
        }
        if (bucketKey != null) {
            values[values.length - 1] = split.bucket();
        }
        return new GenericInternalRow(values);
    }

    /**
     * What Spark is told; nothing if the splits are not apart in a way that can be told.
     *
     * @param bucketCounts numbers of buckets that the partitions have
     */
    List<Expression> expressions(Set<Integer> bucketCounts) {
        List<Expression> keys = new ArrayList<>();
        partitionColumns.forEach(position -> keys.add(
                Expressions.identity(SparkTypes.quoted(schema.partitionKeys().get(position)))));
        if (bucketKey != null) {
            int count = bucketCounts.size() == 1 ? bucketCounts.iterator().next() : 0;
            if (count <= 0) {
                return List.of(); // a table that is being rescaled
            }
            keys.add(Expressions.bucket(count, SparkTypes.quoted(bucketKey.name())));
        }
        return keys;
    }
}
