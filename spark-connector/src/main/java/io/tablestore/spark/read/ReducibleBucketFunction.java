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

import java.io.Serial;
import java.io.Serializable;
import java.math.BigInteger;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.Reducer;
import org.apache.spark.sql.connector.catalog.functions.ReducibleFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Lets Spark 4.0 and later join tables with different bucket counts without a shuffle. Tables of 8 and of 12 buckets
 * can be joined as if both had 4, since a bucket is the remainder of a hash.
 */
final class ReducibleBucketFunction extends BucketFunction implements ReducibleFunction<Integer, Integer> {

    @Serial
    private static final long serialVersionUID = 1L;

    ReducibleBucketFunction(DataType keyType) {
        super(keyType);
    }

    /** Overridden because Spark looks for the method in this class itself. */
    @Override
    public Integer produceResult(InternalRow input) {
        return super.produceResult(input);
    }

    @Override
    public @Nullable Reducer<Integer, Integer> reducer(int buckets, ReducibleFunction<?, ?> other, int otherBuckets) {
        int common = BigInteger.valueOf(buckets)
                .gcd(BigInteger.valueOf(otherBuckets))
                .intValue();
        return equals(other) && common > 1 && common < buckets ? new Remainder(common) : null;
    }

    /** Maps a bucket to one of fewer buckets. */
    record Remainder(int buckets) implements Reducer<Integer, Integer>, Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Integer reduce(Integer bucket) {
            return bucket % buckets;
        }

        /** Overrides a method that exists in Spark 4.2 and later only. */
        public DataType resultType() {
            return DataTypes.IntegerType;
        }
    }
}
