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

import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.TimeType;
import org.apache.spark.sql.types.VarcharType;
import org.jspecify.annotations.Nullable;

/** Creates and recognizes types that older Spark versions do not have or create differently. */
final class NewerTypes {

    static final int MAX_TIME_PRECISION = 6;

    private static final boolean HAS_VARIANT = has("VariantType");
    private static final boolean HAS_TIME = has("TimeType");

    private NewerTypes() {}

    private static boolean has(String type) {
        try {
            Class.forName("org.apache.spark.sql.types." + type, false, NewerTypes.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException older) {
            return false;
        }
    }

    /** TIME, in Spark 4.1 and later; null in older versions or if it is switched off. */
    static @Nullable DataType time(int precision) {
        return HAS_TIME ? Since41.time(precision) : null;
    }

    /** VARIANT, in Spark 4.0 and later; null in older versions. */
    static @Nullable DataType variant() {
        return HAS_VARIANT ? Since40.variant() : null;
    }

    static DataType charOf(int length) {
        return HAS_VARIANT ? Since40.charOf(length) : new CharType(length);
    }

    static DataType varcharOf(int length) {
        return HAS_VARIANT ? Since40.varcharOf(length) : new VarcharType(length);
    }

    /** The precision of a TIME type; -1 for other types. */
    static int timePrecision(DataType type) {
        return HAS_TIME ? Since41.timePrecision(type) : -1;
    }

    static boolean isVariant(DataType type) {
        return HAS_VARIANT && type.equals(Since40.variant());
    }

    /** Loaded only by Spark 4.0 and later. */
    private static final class Since40 {
        static DataType variant() {
            return DataTypes.VariantType;
        }

        static DataType charOf(int length) {
            return DataTypes.createCharType(length);
        }

        static DataType varcharOf(int length) {
            return DataTypes.createVarcharType(length);
        }
    }

    /** Loaded only by Spark 4.1 and later. */
    private static final class Since41 {
        static @Nullable DataType time(int precision) {
            return SQLConf.get().isTimeTypeEnabled() ? new TimeType(Math.min(precision, MAX_TIME_PRECISION)) : null;
        }

        static int timePrecision(DataType type) {
            return type instanceof TimeType time ? time.precision() : -1;
        }
    }
}
