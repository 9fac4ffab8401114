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
package io.tablestore.file;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.file.avro.AvroDecoder;
import io.tablestore.file.orc.OrcDecoder;
import io.tablestore.file.parquet.ParquetDecoder;
import io.tablestore.fs.RangeReader;
import io.tablestore.vector.BufferPool;

/** The formats of data files. A file's format is that of its name, whatever the table's option says now. */
public enum FileFormat {
    PARQUET(".parquet") {
        @Override
        public FileDecoder open(
                String file,
                RangeReader reader,
                long sizeInBytes,
                long rowCount,
                BufferPool pool,
                boolean legacyInstants) {
            return ParquetDecoder.open(file, reader, sizeInBytes, rowCount, pool);
        }
    },

    AVRO(".avro") {
        @Override
        public FileDecoder open(
                String file,
                RangeReader reader,
                long sizeInBytes,
                long rowCount,
                BufferPool pool,
                boolean legacyInstants) {
            return AvroDecoder.open(file, reader, sizeInBytes, rowCount, pool);
        }
    },

    ORC(".orc") {
        @Override
        public FileDecoder open(
                String file,
                RangeReader reader,
                long sizeInBytes,
                long rowCount,
                BufferPool pool,
                boolean legacyInstants) {
            return OrcDecoder.open(file, reader, sizeInBytes, rowCount, pool, legacyInstants);
        }
    };

    private final String extension;

    FileFormat(String extension) {
        this.extension = extension;
    }

    /**
     * Opens a file.
     *
     * @param file its path, for messages
     * @param reader closed with the decoder, also when opening fails
     * @param sizeInBytes by the manifest
     * @param rowCount by the manifest
     * @param legacyInstants the table's {@code orc.timestamp-ltz.legacy.type}
     */
    public abstract FileDecoder open(
            String file, RangeReader reader, long sizeInBytes, long rowCount, BufferPool pool, boolean legacyInstants);

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
                "Parquet, ORC and Avro are; set 'file.format' to 'parquet' and compact the table fully.");
    }
}
