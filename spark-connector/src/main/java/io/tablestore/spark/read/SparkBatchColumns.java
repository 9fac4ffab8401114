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

import io.tablestore.read.ArrowBatch;
import io.tablestore.spark.types.SparkColumns;
import io.tablestore.spark.types.SparkMetadataColumn;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The columns of a batch in Spark's order: columns of the reader, and metadata columns. */
final class SparkBatchColumns {

    private final int[] channels;
    private final String partition;
    private final int bucket;

    /** @param channels see {@link SparkColumns} */
    SparkBatchColumns(int[] channels, String partition, int bucket) {
        this.channels = channels;
        this.partition = partition;
        this.bucket = bucket;
    }

    /** @param rows number of selected rows, from the start, that are returned */
    ColumnVector[] of(ArrowBatch batch, int rows) {
        ColumnVector[] columns = new ColumnVector[channels.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = channels[i] >= 0
                    ? new SparkColumn(batch, channels[i]) // decoded on Spark's first access, for the selected rows only
                    : metadata(SparkMetadataColumn.ALL.get(-1 - channels[i]), batch, rows);
        }
        return columns;
    }

    private ColumnVector metadata(SparkMetadataColumn field, ArrowBatch batch, int rows) {
        if (field.equals(SparkMetadataColumn.POSITION)) {
            return positions(batch, rows);
        }
        if (field.equals(SparkMetadataColumn.BUCKET)) {
            ConstantColumnVector constant = new ConstantColumnVector(rows, field.dataType());
            constant.setInt(bucket);
            return constant;
        }
        return text(field.equals(SparkMetadataColumn.FILE) ? batch.file() : partition, rows);
    }

    private static ColumnVector text(@Nullable String value, int rows) {
        ConstantColumnVector constant = new ConstantColumnVector(rows, SparkMetadataColumn.FILE.dataType());
        if (value == null) {
            constant.setNull();
        } else {
            constant.setUtf8String(UTF8String.fromString(value));
        }
        return constant;
    }

    private static ColumnVector positions(ArrowBatch batch, int rows) {
        if (batch.file() == null) {
            ConstantColumnVector none = new ConstantColumnVector(rows, SparkMetadataColumn.POSITION.dataType());
            none.setNull();
            return none;
        }
        OnHeapColumnVector positions = new OnHeapColumnVector(rows, SparkMetadataColumn.POSITION.dataType());
        for (int i = 0; i < rows; i++) {
            positions.putLong(i, batch.filePosition(batch.selection().row(i)));
        }
        return positions;
    }
}
