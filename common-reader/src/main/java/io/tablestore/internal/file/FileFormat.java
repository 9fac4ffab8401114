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
package io.tablestore.internal.file;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.avro.AvroDecoder;
import io.tablestore.internal.file.blob.BlobDecoder;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.orc.OrcDecoder;
import io.tablestore.internal.file.parquet.ParquetDecoder;
import java.io.IOException;

/** The formats of data files. A file's name decides its format, whatever the table's option is now. */
public enum FileFormat {
    PARQUET(".parquet") {
        @Override
        FileDecoder decoder(DataFileInput input) throws IOException {
            return ParquetDecoder.open(input);
        }
    },

    AVRO(".avro") {
        @Override
        FileDecoder decoder(DataFileInput input) throws IOException {
            return AvroDecoder.open(input);
        }
    },

    ORC(".orc") {
        @Override
        FileDecoder decoder(DataFileInput input) {
            return OrcDecoder.open(input);
        }
    },

    /** The values of one BLOB column. */
    BLOB(".blob") {
        @Override
        FileDecoder decoder(DataFileInput input) throws IOException {
            return BlobDecoder.open(input);
        }
    };

    private final String extension;

    FileFormat(String extension) {
        this.extension = extension;
    }

    abstract FileDecoder decoder(DataFileInput input) throws IOException;

    /** Opens a file, whose length must match the manifest. */
    public final FileDecoder open(DataFileInput input) {
        try {
            long size = input.reader().size();
            if (size != input.sizeInBytes()) {
                throw new CorruptFileException(
                        input.file(),
                        "The file has " + size + " bytes, but its manifest says " + input.sizeInBytes()
                                + " (_FILE_SIZE).");
            }
            return decoder(input);
        } catch (IOException outside) { // failures of the store are not IOExceptions (StoreReader)
            closeAfter(input.reader(), outside);
            throw new CorruptFileException(
                    input.file(), "The file cannot be decoded: " + outside.getMessage() + ".", outside);
        } catch (RuntimeException failed) {
            closeAfter(input.reader(), failed);
            throw failed;
        }
    }

    private static void closeAfter(RangeReader reader, Exception failed) {
        try {
            reader.close();
        } catch (IOException | RuntimeException second) {
            failed.addSuppressed(second);
        }
    }

    /** @throws UnsupportedFormatException naming the format */
    public static FileFormat ofFile(String name) {
        for (FileFormat format : values()) {
            if (name.endsWith(format.extension)) {
                return format;
            }
        }
        throw new UnsupportedFormatException(
                name,
                "the file format '" + name.substring(name.lastIndexOf('.') + 1) + "'",
                "Parquet, ORC and Avro are supported; set 'file.format' to 'parquet' and compact the table fully.");
    }
}
