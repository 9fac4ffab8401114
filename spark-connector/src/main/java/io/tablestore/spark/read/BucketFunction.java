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

import io.tablestore.schema.BucketKeyBuffer;
import io.tablestore.spark.types.SparkTypes;
import java.io.Serial;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/** The function {@code bucket(n, key)}: the bucket of a key in a table of {@code n} buckets. */
class BucketFunction implements ScalarFunction<Integer> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final DataType keyType;
    private transient @Nullable BucketKeyBuffer buffer;

    /** @param keyType a type that {@link #supports} accepts */
    BucketFunction(DataType keyType) {
        this.keyType = keyType;
    }

    static boolean supports(DataType type) {
        return BucketKeyBuffer.supports(SparkTypes.toTable("of the bucket key", type));
    }

    @Override
    public DataType[] inputTypes() {
        return new DataType[] {DataTypes.IntegerType, keyType};
    }

    @Override
    public DataType resultType() {
        return DataTypes.IntegerType;
    }

    @Override
    public boolean isResultNullable() {
        return false;
    }

    @Override
    public String name() {
        return SparkFunctions.BUCKET;
    }

    @Override
    public String canonicalName() {
        return "tablestore.bucket(" + keyType.catalogString() + ")";
    }

    @Override
    public Integer produceResult(InternalRow input) {
        BucketKeyBuffer key = buffer;
        if (key == null) {
            key = new BucketKeyBuffer(List.of(SparkTypes.toTable("of the bucket key", keyType)));
            buffer = key;
        }
        key.reset();
        if (!input.isNullAt(1)) {
            put(key, input);
        }
        return key.bucket(input.getInt(0));
    }

    private void put(BucketKeyBuffer key, InternalRow input) {
        if (keyType.equals(DataTypes.StringType)) {
            byte[] text = input.getUTF8String(1).getBytes();
            key.put(0, text, 0, text.length);
        } else if (keyType.equals(DataTypes.BinaryType)) {
            byte[] bytes = input.getBinary(1);
            key.put(0, bytes, 0, bytes.length);
        } else if (keyType.equals(DataTypes.BooleanType)) {
            key.put(0, input.getBoolean(1) ? 1 : 0);
        } else {
            key.put(0, ((Number) input.get(1, keyType)).longValue());
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BucketFunction function && keyType.equals(function.keyType);
    }

    @Override
    public int hashCode() {
        return keyType.hashCode();
    }
}
