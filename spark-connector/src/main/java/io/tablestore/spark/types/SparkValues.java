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
package io.tablestore.spark.types;

import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.math.BigDecimal;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Translates values of statistics, partitions and system tables from the reader's forms to Spark's internal ones. */
public final class SparkValues {

    private SparkValues() {}

    /** The value of a partition column, by its position among the partition columns. */
    public static @Nullable Object ofPartition(TableSchema schema, BinaryRow partition, int position) {
        DataField field = schema.partitionFields().get(position);
        return of(field, partition.value(position, field.type()));
    }

    /** @param value in a form of {@link io.tablestore.predicate.ValueOrder}, or a {@link String} */
    public static @Nullable Object of(DataField field, @Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        TypeRoot root = field.type().root();
        if (value instanceof String text) {
            return UTF8String.fromString(text);
        }
        if (value instanceof byte[] bytes) {
            return root == TypeRoot.CHAR || root == TypeRoot.VARCHAR ? UTF8String.fromBytes(bytes) : bytes;
        }
        if (value instanceof BigDecimal decimal) {
            DataType.Atomic type = (DataType.Atomic) field.type();
            return Decimal.apply(decimal, type.precision(), type.scale());
        }
        if (value instanceof TimestampValue time) {
            return time.epochMicros();
        }
        if (value instanceof Double number) {
            return root == TypeRoot.FLOAT ? (Object) number.floatValue() : number;
        }
        long number = (Long) value;
        return switch (root) {
            case TINYINT -> (byte) number;
            case SMALLINT -> (short) number;
            case INT, DATE -> (int) number;
            case TIME -> number * 1_000_000L;
            default -> number;
        };
    }
}
