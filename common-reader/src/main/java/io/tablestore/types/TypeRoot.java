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
package io.tablestore.types;

/** The kinds of column types, named as in the schema file. */
public enum TypeRoot {
    CHAR,
    VARCHAR,
    BOOLEAN,
    BINARY,
    VARBINARY,
    DECIMAL,
    TINYINT,
    SMALLINT,
    INT,
    BIGINT,
    FLOAT,
    DOUBLE,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMP_LTZ,
    VARIANT,
    BLOB,
    ARRAY,
    MULTISET,
    MAP,
    ROW,
    VECTOR;

    /** TINYINT, SMALLINT, INT or BIGINT. */
    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INT || this == BIGINT;
    }

    /** An integer, FLOAT, DOUBLE or DECIMAL. */
    public boolean isNumeric() {
        return isInteger() || isFloating() || this == DECIMAL;
    }

    /** CHAR or VARCHAR. */
    public boolean isString() {
        return this == CHAR || this == VARCHAR;
    }

    /** BINARY or VARBINARY. */
    public boolean isBinary() {
        return this == BINARY || this == VARBINARY;
    }

    /** TIMESTAMP with or without local time zone. */
    public boolean isTimestamp() {
        return this == TIMESTAMP || this == TIMESTAMP_LTZ;
    }

    /** FLOAT or DOUBLE. */
    public boolean isFloating() {
        return this == FLOAT || this == DOUBLE;
    }
}
