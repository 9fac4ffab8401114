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
 * The partitioning that a scan reports to Spark: the partition columns that are read, and the bucket if the bucket key
 * is one column that is read. Without partition columns, one key covers the same bucket of all partitions.
 *
 * @param partitionColumns positions among the table's partition columns
 * @param bucketKey the column whose values determine the bucket, or null
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

    /** The bucket key if it is one column, since Spark supports transforms of a single column only. */
    private static @Nullable DataField bucketKey(TableSchema schema) {
        List<DataField> key = schema.bucketKey();
        return key.size() == 1 && BucketKeyBuffer.supports(schema) ? key.get(0) : null;
    }

    /** The partition key of a split: its partition values and its bucket. */
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
     * The expressions to report to Spark, or none if the splits have no partitioning that Spark can express.
     *
     * @param bucketCounts the different bucket counts of the partitions
     */
    List<Expression> expressions(Set<Integer> bucketCounts) {
        List<Expression> keys = new ArrayList<>();
        partitionColumns.forEach(position -> keys.add(
                Expressions.identity(SparkTypes.quoted(schema.partitionKeys().get(position)))));
        if (bucketKey != null) {
            int count = bucketCounts.size() == 1 ? bucketCounts.iterator().next() : 0;
            if (count <= 0) {
                return List.of(); // the table is being rescaled
            }
            keys.add(Expressions.bucket(count, SparkTypes.quoted(bucketKey.name())));
        }
        return keys;
    }
}
