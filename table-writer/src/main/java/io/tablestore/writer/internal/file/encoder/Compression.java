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
package io.tablestore.writer.internal.file.encoder;

import io.tablestore.error.InvalidTableException;
import io.tablestore.options.FormatOptions;
import io.tablestore.schema.TableSchema;
import java.util.Locale;

/**
 * The compression of a file's blocks.
 *
 * @param level compression level of zstd; unused by the other codecs
 */
public record Compression(Codec codec, int level) {

    /** The codecs; Avro does not support LZ4. */
    public enum Codec {
        NONE,
        SNAPPY,
        GZIP,
        LZ4,
        ZSTD
    }

    /** The compression of new files at a level: {@code file.compression.per.level}, otherwise {@code file.compression}. */
    public static Compression of(TableSchema schema, int level) {
        String name = schema.optionSet().get(FormatOptions.FILE_COMPRESSION);
        name = PerLevel.value(schema, FormatOptions.FILE_COMPRESSION_PER_LEVEL, level, name);
        int zstdLevel = schema.optionSet().get(FormatOptions.ZSTD_LEVEL);
        return new Compression(codec(name), zstdLevel);
    }

    private static Codec codec(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "none", "uncompressed" -> Codec.NONE;
            case "snappy" -> Codec.SNAPPY;
            case "lz4" -> Codec.LZ4;
            case "gzip", "zlib", "deflate" -> Codec.GZIP;
            case "zstd", "zstandard" -> Codec.ZSTD;
            default ->
                throw new InvalidTableException("Option '" + FormatOptions.FILE_COMPRESSION.key() + "' = '" + name
                        + "' is not supported; use zstd, lz4, snappy, gzip or none.");
        };
    }
}
