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

import org.jspecify.annotations.Nullable;

/**
 * A column of a table or a field of a ROW.
 *
 * @param id identity that survives renaming; unique in the table, never reused
 * @param description the column's comment, or null
 * @param defaultValue what writers store if a row has no value, as text, or null
 */
public record DataField(
        int id,
        String name,
        DataType type,
        @Nullable String description,
        @Nullable String defaultValue) {

    public DataField(int id, String name, DataType type) {
        this(id, name, type, null);
    }

    public DataField(int id, String name, DataType type, @Nullable String description) {
        this(id, name, type, description, null);
    }

    /** The same column with another type. */
    public DataField withType(DataType newType) {
        return new DataField(id, name, newType, description, defaultValue);
    }

    /** The same column as nullable: an older file may lack it, or a merge may leave it empty. */
    public DataField asNullable() {
        return withType(type.asNullable());
    }
}
