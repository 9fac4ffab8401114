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
package io.tablestore.spark;

import io.tablestore.read.ArrowBatch;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The columns of a batch in Spark's order: the reader's, and what is known of its rows. */
final class BatchColumns {

    private final String[] channels;
    private final String partition;
    private final int bucket;

    /** @param channels the position of a column of the batch, or the name of a metadata column */
    BatchColumns(String[] channels, String partition, int bucket) {
        this.channels = channels;
        this.partition = partition;
        this.bucket = bucket;
    }

    /** @param rows how many of the selected rows are meant */
    ColumnVector[] of(ArrowBatch batch, int rows) {
        ColumnVector[] columns = new ColumnVector[channels.length];
        for (int i = 0; i < columns.length; i++) {
            String channel = channels[i];
            if (channel.equals(MetadataField.PARTITION.name())) {
                columns[i] = text(partition, rows);
            } else if (channel.equals(MetadataField.FILE.name())) {
                columns[i] = text(batch.file(), rows);
            } else if (channel.equals(MetadataField.BUCKET.name())) {
                ConstantColumnVector constant = new ConstantColumnVector(rows, MetadataField.BUCKET.dataType());
                constant.setInt(bucket);
                columns[i] = constant;
            } else if (channel.equals(MetadataField.POSITION.name())) {
                columns[i] = positions(batch, rows);
            } else {
                // decoded when Spark first asks, for the selected rows
                columns[i] = new SparkColumn(batch, Integer.parseInt(channel));
            }
        }
        return columns;
    }

    private static ColumnVector text(@Nullable String value, int rows) {
        ConstantColumnVector constant = new ConstantColumnVector(rows, MetadataField.FILE.dataType());
        if (value == null) {
            constant.setNull();
        } else {
            constant.setUtf8String(UTF8String.fromString(value));
        }
        return constant;
    }

    private static ColumnVector positions(ArrowBatch batch, int rows) {
        if (batch.file() == null) {
            ConstantColumnVector none = new ConstantColumnVector(rows, MetadataField.POSITION.dataType());
            none.setNull();
            return none;
        }
        OnHeapColumnVector positions = new OnHeapColumnVector(rows, MetadataField.POSITION.dataType());
        for (int i = 0; i < rows; i++) {
            positions.putLong(i, batch.filePosition(batch.selection().row(i)));
        }
        return positions;
    }
}
