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
package io.tablestore.internal.read.column;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Handles a column of a file's schema that the file lacks. Files that a migration adds to an append table keep their original
 * columns. Columns added later are null in every row, as in Paimon. A column that exists under another name is not null; the
 * error gives its name in the file.
 */
public final class MissingColumn {

    /** Columns of ORC files that Hive wrote before it stored names (HIVE-4243). */
    private static final Pattern NAMELESS = Pattern.compile("_col\\d+");

    private MissingColumn() {}

    /**
     * Returns normally if the column is null in every row of the file.
     *
     * @param origin the file, for messages
     * @param schema the schema with which the file was added
     * @throws UnsupportedFormatException if the file seems to have the column under another name, or the column is required
     * @throws CorruptFileException for a file of a table with a primary key, whose writers write every column
     */
    public static void checkIsNull(
            String origin, DataFile file, TableSchema schema, DataField column, FileDecoder decoder) {
        if (schema.hasPrimaryKey()) {
            throw new CorruptFileException(
                    origin,
                    "The file has no column '" + column.name() + "', which its schema " + file.schemaId() + " has.");
        }
        String other = otherName(schema, column, decoder);
        if (other != null) {
            throw refused(
                    origin,
                    "column '" + column.name() + "' under the name '" + other + "'",
                    "Names have to be equal, also in case: rename the column of the table, or write the file anew.");
        }
        if (decoder.fieldNames(List.of()).stream()
                .anyMatch(name -> NAMELESS.matcher(name).matches())) {
            throw refused(
                    origin,
                    "a file without the names of its columns ('_col0', ...)",
                    "Write the rows anew with a release that stores names, such as Hive 2.");
        }
        if (!column.type().nullable()) {
            throw refused(
                    origin,
                    "column '" + column.name() + "', NOT NULL in schema " + file.schemaId() + " and not in the file,",
                    "Make the column nullable, or leave it out.");
        }
    }

    private static TableStoreException refused(String origin, String what, String remedy) {
        return new UnsupportedFormatException(origin, what, remedy);
    }

    /** The file's name of a column: the same letters in another case, or a name with the column's id. */
    private static @Nullable String otherName(TableSchema schema, DataField column, FileDecoder decoder) {
        String withId = decoder.columnWithId(column.id());
        for (String name : decoder.fieldNames(List.of())) {
            boolean isOther =
                    schema.fields().stream().anyMatch(field -> field.name().equals(name));
            if (!isOther && (name.equals(withId) || name.equalsIgnoreCase(column.name()))) {
                return name;
            }
        }
        return null;
    }
}
