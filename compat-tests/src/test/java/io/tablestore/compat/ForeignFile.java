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
package io.tablestore.compat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.paimon.types.DataType;

/** A data file of another writer, as an independent library of its format reads it. */
interface ForeignFile {

    /**
     * A column at the top of the file.
     *
     * @param type of a table's column for it; STRING where the table has no type for it, so that it is refused
     */
    record Column(String name, DataType type) {}

    /** Opens the file by its name; the formats are ORC and Avro. */
    static ForeignFile open(Path file) throws IOException {
        return file.toString().endsWith(".orc") ? new ForeignOrc(file) : new ForeignAvro(file);
    }

    List<Column> columns();

    long rowCount() throws IOException;

    /**
     * The values of a column, in the file's order.
     *
     * @return Java's values: rows and arrays as lists, maps as maps, decimals, local dates and times
     */
    List<Object> values(int column) throws IOException;
}
