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
package io.tablestore.writer.row;

import java.math.BigDecimal;

/**
 * Values by position: the fields of a row, or the elements of an array. An engine may present all of its rows through one
 * reused object; nothing is retained.
 */
public interface InputValues {

    /** Number of fields or elements. */
    int size();

    boolean isNull(int position);

    boolean getBoolean(int position);

    /**
     * A TINYINT, SMALLINT, INT or BIGINT; a DATE as days since the epoch; a TIME as milliseconds of the day; a DECIMAL of at
     * most 18 digits as its unscaled value.
     */
    long getLong(int position);

    /** A FLOAT or DOUBLE. */
    double getDouble(int position);

    /** A DECIMAL of more than 18 digits, in the scale of its type. */
    BigDecimal getDecimal(int position);

    /** A TIMESTAMP, with or without local time zone: milliseconds since the epoch, floored. */
    long getEpochMillis(int position);

    /** Its nanoseconds within the millisecond, 0 to 999,999. */
    int getNanoOfMilli(int position);

    /** A CHAR or VARCHAR in UTF-8, or a BINARY or VARBINARY. */
    void getBytes(int position, ByteSpan target);

    /** A VARIANT in its two parts. */
    void getVariant(int position, ByteSpan value, ByteSpan metadata);

    /** An ARRAY. Valid until the next call for a nested value; so are the results of the methods below. */
    InputValues getArray(int position);

    /** A MAP, or a MULTISET as elements with their number of occurrences. */
    Entries getMap(int position);

    /** A ROW. */
    InputValues getRow(int position, int fieldCount);

    /** Keys and values of a map, in the same order. */
    record Entries(InputValues keys, InputValues values) {}
}
