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
package io.tablestore.writer.internal.file;

import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.file.FileFormat;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.options.FormatOptions;
import io.tablestore.options.Option;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.writer.internal.file.avro.AvroEncoder;
import io.tablestore.writer.internal.file.encoder.Compression;
import io.tablestore.writer.internal.file.encoder.FileEncoder;
import io.tablestore.writer.internal.file.encoder.PerLevel;
import io.tablestore.writer.internal.file.orc.OrcEncoder;
import io.tablestore.writer.internal.file.parquet.ParquetEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** Creates encoders for the files of a table at one level, with their format, compression and columns. */
final class FileEncoders {

    /** Offset of the ids of {@code _KEY_} columns from those of the columns (format reference, 6.2). */
    private static final int KEY_ID_BASE = 1_073_741_823;

    private final TableSchema schema;
    private final FileFormat format;
    private final Compression compression;
    private final boolean thin;
    private final List<DataField> columns;

    FileEncoders(TableSchema schema, int level) {
        this.schema = schema;
        this.format = format(schema, level);
        this.compression = Compression.of(schema, level);
        this.thin = schema.optionSet().get(FormatOptions.THIN_MODE);
        this.columns = columns(schema, thin);
    }

    private static FileFormat format(TableSchema schema, int level) {
        String name = schema.optionSet().get(FormatOptions.FILE_FORMAT);
        name = PerLevel.value(schema, FormatOptions.FILE_FORMAT_PER_LEVEL, level, name);
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "parquet" -> FileFormat.PARQUET;
            case "orc" -> FileFormat.ORC;
            case "avro" -> FileFormat.AVRO;
            default ->
                throw new InvalidTableException("Option '" + FormatOptions.FILE_FORMAT.key() + "' = '" + name
                        + "' is not supported; use parquet, orc or avro.");
        };
    }

    /** The columns of a file (format reference, 6.1). */
    private static List<DataField> columns(TableSchema schema, boolean thin) {
        if (!schema.hasPrimaryKey()) {
            return schema.fields();
        }
        List<DataField> columns = new ArrayList<>();
        if (!thin) {
            for (DataField key : schema.trimmedPrimaryKey()) {
                columns.add(new DataField(
                        KEY_ID_BASE + key.id(), "_KEY_" + key.name(), key.type().asNotNull()));
            }
        }
        columns.add(SystemColumns.SEQUENCE);
        columns.add(SystemColumns.KIND);
        columns.addAll(schema.fields());
        return columns;
    }

    /** Whether files start with {@code _KEY_} columns. */
    boolean storesKeys() {
        return schema.hasPrimaryKey() && !thin;
    }

    /** The extension of file names, without the dot. */
    String extension() {
        String extension = format.name().toLowerCase(Locale.ROOT);
        boolean named = schema.optionSet().get(FormatOptions.COMPRESSION_IN_NAME);
        return named ? compression.codec().name().toLowerCase(Locale.ROOT) + "." + extension : extension;
    }

    /** @throws InvalidTableException if the format does not support the compression */
    void checkCompression() {
        if (format == FileFormat.AVRO) {
            AvroEncoder.checkCompression(compression);
        }
    }

    /** @param memory allocates large buffers; its owner closes it after the encoder */
    FileEncoder open(OutputStream out, BufferAllocator memory) throws IOException {
        return switch (format) {
            case PARQUET -> new ParquetEncoder(out, columns, parquetSettings(), compression, memory);
            case ORC -> orc(out);
            case AVRO -> new AvroEncoder(out, columns, compression, memory);
            case BLOB -> throw new IllegalStateException("blob files are not written as rows");
        };
    }

    private FileEncoder orc(OutputStream out) throws IOException {
        try {
            return new OrcEncoder(out, columns, compression, legacyZone());
        } catch (NoClassDefFoundError missing) {
            throw new InvalidTableException("ORC files are written with classes of Hadoop, but " + missing.getMessage()
                    + " is missing. Put hadoop-client-api and hadoop-client-runtime on the class" + " path, or set '"
                    + FormatOptions.FILE_FORMAT.key() + "' to parquet.");
        }
    }

    private ParquetEncoder.Settings parquetSettings() {
        OptionSet options = schema.optionSet();
        Option<Long> rowGroup = options.has(FormatOptions.PARQUET_BLOCK_SIZE)
                ? FormatOptions.PARQUET_BLOCK_SIZE
                : FormatOptions.FILE_BLOCK_SIZE;
        return new ParquetEncoder.Settings(
                options.get(rowGroup),
                Math.toIntExact(options.get(FormatOptions.PARQUET_PAGE_SIZE)),
                Math.toIntExact(options.get(FormatOptions.PARQUET_DICTIONARY_PAGE_SIZE)),
                options.get(FormatOptions.PARQUET_DICTIONARY));
    }

    private @Nullable ZoneId legacyZone() {
        OptionSet options = schema.optionSet();
        if (!options.get(FormatOptions.ORC_LEGACY_INSTANTS)) {
            return null;
        }
        String declared = options.get(FormatOptions.ORC_LEGACY_ZONE);
        return declared.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(declared);
    }
}
