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
package io.tablestore.internal.file.parquet;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.decoder.UnfitValue;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.types.DataField;

/**
 * The conversion of a file's column to the wanted type. It reports values that the wanted type cannot hold; the file is valid, so
 * this is not reported as damage.
 */
record Conversion(String file, ColumnMeta column, DataField wanted) {

    /** @param value as stored in the file, in digits */
    TableStoreException unfit(String value) {
        return UnfitValue.of(file, wanted, "Parquet's " + column.stored(), value);
    }

    /** The error for a value in a column of Parquet's UNKNOWN type, which must be null. */
    CorruptFileException notNull() {
        return new CorruptFileException(
                file,
                "Column " + column.name()
                        + " of the type UNKNOWN is null in every row by definition, but holds values.");
    }

    UnsupportedFormatException unsupported() {
        return new UnsupportedFormatException(
                file,
                "reading Parquet " + column.stored() + " as " + wanted.type() + " (column " + wanted.name() + ")",
                "Give the column the type of the file, leave it out, or write the file anew.");
    }
}
