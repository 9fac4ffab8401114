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

import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;

/** The functions that a catalog offers to Spark. */
public final class SparkFunctions {

    static final String BUCKET = "bucket";

    private SparkFunctions() {}

    public static boolean has(Identifier identifier) {
        return identifier.namespace().length == 0 && identifier.name().equals(BUCKET);
    }

    public static Identifier[] list() {
        return new Identifier[] {Identifier.of(new String[0], BUCKET)};
    }

    public static UnboundFunction load(Identifier identifier) throws NoSuchFunctionException {
        if (!has(identifier)) {
            throw new NoSuchFunctionException(identifier);
        }
        return new Bucket();
    }

    /** {@code bucket(n, key)}, not yet bound to the type of the key. */
    private static final class Bucket implements UnboundFunction {

        @Override
        public String name() {
            return BUCKET;
        }

        @Override
        public BoundFunction bind(StructType arguments) {
            if (arguments.length() != 2 || !arguments.apply(0).dataType().equals(DataTypes.IntegerType)) {
                throw new UnsupportedOperationException("bucket takes a number of buckets (INT) and a key");
            }
            DataType given = arguments.apply(1).dataType();
            DataType key = given instanceof VarcharType || given instanceof CharType ? DataTypes.StringType : given;
            if (!BucketFunction.supports(key)) {
                throw new UnsupportedOperationException("bucket does not take a key of type " + key.sql());
            }
            return isReducible() ? Since40.reducible(key) : new BucketFunction(key);
        }

        @Override
        public String description() {
            return "bucket(n, key): the bucket that a key has in a table of n buckets";
        }
    }

    private static boolean isReducible() {
        try {
            Class.forName(
                    "org.apache.spark.sql.connector.catalog.functions.ReducibleFunction",
                    false,
                    SparkFunctions.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException older) {
            return false;
        }
    }

    /** Loaded only by Spark 4.0 and later. */
    private static final class Since40 {
        static BoundFunction reducible(DataType key) {
            return new ReducibleBucketFunction(key);
        }
    }
}
