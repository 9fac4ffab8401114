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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.types.DataField;
import org.jspecify.annotations.Nullable;

/**
 * Maps a column of the table to a column of a file: its stored form, what is decoded, and the conversion if the types differ.
 *
 * @param stored as the file's schema declares it
 * @param decoded what is decoded: with the file's names, and without unwanted nested fields
 * @param evolution converts to the wanted column; null if no conversion is needed
 */
public record FileColumn(
        DataField stored, DataField decoded, @Nullable Evolution evolution) {

    public String name() {
        return stored.name();
    }

    public ArrowColumn decode(FileDecoder decoder, RowSet rows, ColumnForm form) {
        return evolution == null
                ? decoder.decode(stored.name(), decoded, rows, form)
                : evolution.apply(decoder.decode(stored.name(), decoded, rows, ColumnForm.VALUES));
    }
}
