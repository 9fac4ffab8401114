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
package io.tablestore.internal.file.parquet.footer;

import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

/**
 * A leaf column of the file's schema.
 *
 * @param name of the top-level column, or the path below it
 * @param chunk its index among the column chunks of a row group
 * @param maxDefinition definition level of a value that is not null
 * @param maxRepetition number of repeated groups around it
 * @param stored type of its values
 */
public record ColumnMeta(
        String name, int chunk, int maxDefinition, int maxRepetition, SchemaElement element, StoredType stored) {

    public Type type() {
        return element.getType();
    }

    /** Whether it may hold nulls. */
    public boolean optional() {
        return maxDefinition > 0;
    }

    /** Whether each row has exactly one value or null, with a definition level of 0 or 1. */
    public boolean flat() {
        return maxRepetition == 0 && maxDefinition <= 1;
    }

    /** Length of FIXED_LEN_BYTE_ARRAY. */
    public int typeLength() {
        return element.getType_length();
    }
}
