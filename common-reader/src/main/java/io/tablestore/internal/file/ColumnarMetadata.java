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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.format.avro.AvroFields;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Converts metadata files in ORC or Parquet ({@code manifest.format}, format reference, 4.1) to Avro, so that one decoder with
 * one set of checks reads all three formats. A file's first bytes decide its format.
 *
 * <p>An unknown field becomes a field that is always null. Its name stays, so that a caller that would rewrite the content
 * detects the loss.
 */
public final class ColumnarMetadata {

    private static final byte[] PARQUET = {'P', 'A', 'R', '1'};
    private static final byte[] ORC = {'O', 'R', 'C'};
    private static final int ROWS_AT_ONCE = 4096;
    private static final long MAX_MEMORY_BYTES = 2L << 30;

    /** Fields of one byte, which Avro stores as an int (format reference, 4.3 and 4.7). */
    private static final Set<String> BYTES = Set.of("_KIND", "_FILE_SOURCE");

    private static final Schema NULL = Schema.create(Schema.Type.NULL);

    private final FileDecoder decoder;
    private final List<Schema.Field> topFields;

    private ColumnarMetadata(FileDecoder decoder, Schema known) {
        this.decoder = decoder;
        this.topFields = known.getFields();
    }

    /**
     * The content as Avro; unchanged if it is neither ORC nor Parquet.
     *
     * @param file its name, for messages
     * @param known the record with every known field
     */
    public static byte[] asAvro(String file, byte[] content, Schema known) {
        FileFormat format = startsWith(content, PARQUET)
                ? FileFormat.PARQUET
                : startsWith(content, ORC) ? FileFormat.ORC : FileFormat.AVRO;
        if (format == FileFormat.AVRO) {
            return content;
        }
        try (BufferAllocator allocator = ArrowMemory.newRoot(MAX_MEMORY_BYTES);
                BufferPool pool = new BufferPool(allocator);
                FileDecoder decoder = format.open(new DataFileInput(
                        file,
                        new ContentReader(content),
                        content.length,
                        DataFileInput.UNKNOWN_ROW_COUNT,
                        pool,
                        null))) {
            return new ColumnarMetadata(decoder, known).convert();
        }
    }

    private static boolean startsWith(byte[] content, byte[] magic) {
        return content.length > magic.length && Arrays.equals(content, 0, magic.length, magic, 0, magic.length);
    }

    private record ContentReader(byte[] content) implements RangeReader {

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public void readFully(long position, ByteBuffer target) throws EOFException {
            if (position < 0 || target.remaining() > content.length - position) {
                throw new EOFException("bytes from " + position + " on are outside the file");
            }
            target.put(content, (int) position, target.remaining());
        }

        @Override
        public void close() {}
    }

    private byte[] convert() {
        Schema schema = present("record", topFields, List.of());
        ByteArrayOutputStream avro = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, avro);
            for (int unit = 0; unit < decoder.unitCount(); unit++) {
                decoder.openUnit(unit);
                long rows = decoder.unitRowCount(unit);
                for (long start = 0; start < rows; start += ROWS_AT_ONCE) {
                    convert(schema, start, (int) Math.min(ROWS_AT_ONCE, rows - start), writer);
                }
            }
        } catch (IOException impossible) { // writing to memory does not fail
            throw new UncheckedIOException(impossible);
        }
        return avro.toByteArray();
    }

    private void convert(Schema schema, long start, int count, DataFileWriter<GenericRecord> writer)
            throws IOException {
        List<@Nullable ArrowColumn> columns = new ArrayList<>();
        try {
            for (Schema.Field field : schema.getFields()) {
                columns.add(
                        field.schema().getType() == Schema.Type.NULL
                                ? null
                                : decoder.decode(
                                        field.name(), column(field), RowSet.all(start, count), ColumnForm.VALUES));
            }
            for (int row = 0; row < count; row++) {
                GenericRecord record = new GenericData.Record(schema);
                for (Schema.Field field : schema.getFields()) {
                    ArrowColumn column = columns.get(field.pos());
                    record.put(field.pos(), column == null ? null : value(field.schema(), column.vector(), row));
                }
                writer.append(record);
            }
        } finally {
            for (ArrowColumn column : columns) {
                if (column != null) {
                    column.close();
                }
            }
        }
    }

    /** A record with the known fields that the file has, all nullable, and its unknown fields as nulls. */
    private Schema present(String name, List<Schema.Field> known, List<String> path) {
        List<String> stored = decoder.fieldNames(path);
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field field : known) {
            if (stored.contains(field.name())) {
                Schema type = present(name, field, path);
                fields.add(new Schema.Field(field.name(), Schema.createUnion(NULL, type)));
            }
        }
        List<String> knownNames = known.stream().map(Schema.Field::name).toList();
        for (String unknown : stored) {
            if (!knownNames.contains(unknown)) {
                fields.add(new Schema.Field(unknown, NULL));
            }
        }
        return Schema.createRecord(name, null, "io.tablestore.metadata", false, fields);
    }

    private Schema present(String around, Schema.Field field, List<String> path) {
        List<String> inside = new ArrayList<>(path);
        inside.add(field.name());
        String name = around + "_" + field.name();
        Schema type = AvroFields.withoutNull(field.schema());
        if (type.getType() == Schema.Type.RECORD) {
            return present(name, type.getFields(), inside);
        }
        if (type.getType() != Schema.Type.ARRAY) {
            return type;
        }
        Schema element = AvroFields.withoutNull(type.getElementType());
        Schema stored = element.getType() == Schema.Type.RECORD ? present(name, element.getFields(), inside) : element;
        return Schema.createArray(Schema.createUnion(NULL, stored));
    }

    private static DataField column(Schema.Field field) {
        return new DataField(field.pos(), field.name(), type(field.name(), AvroFields.withoutNull(field.schema())));
    }

    private static DataType type(String name, Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                new DataType.Row(
                        schema.getFields().stream()
                                .filter(field -> field.schema().getType() != Schema.Type.NULL)
                                .map(ColumnarMetadata::column)
                                .toList(),
                        true);
            case ARRAY ->
                new DataType.Collection(
                        TypeRoot.ARRAY, type(name, AvroFields.withoutNull(schema.getElementType())), 0, true);
            case STRING -> DataType.string();
            case BYTES -> DataType.bytes();
            case INT -> DataType.of(BYTES.contains(name) ? TypeRoot.TINYINT : TypeRoot.INT);
            case LONG ->
                schema.getLogicalType() instanceof LogicalTypes.TimestampMillis
                        ? DataType.of(TypeRoot.TIMESTAMP, 3)
                        : DataType.of(TypeRoot.BIGINT);
            default -> throw new IllegalStateException("a known field of type " + schema);
        };
    }

    private static @Nullable Object value(Schema nullable, FieldVector vector, int row) {
        Schema schema = AvroFields.withoutNull(nullable);
        if (vector.isNull(row)) {
            return null;
        }
        return switch (schema.getType()) {
            case RECORD -> struct(schema, (StructVector) vector, row);
            case ARRAY -> list(schema, (ListVector) vector, row);
            case STRING -> new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
            case BYTES -> ByteBuffer.wrap(((VarBinaryVector) vector).get(row));
            case INT -> vector instanceof TinyIntVector small ? (int) small.get(row) : ((IntVector) vector).get(row);
            case LONG -> vector instanceof TimeStampVector time ? time.get(row) : ((BigIntVector) vector).get(row);
            default -> throw new IllegalStateException("a known field of type " + schema);
        };
    }

    private static GenericRecord struct(Schema schema, StructVector vector, int row) {
        GenericRecord record = new GenericData.Record(schema);
        int child = 0;
        for (Schema.Field field : schema.getFields()) {
            if (field.schema().getType() != Schema.Type.NULL) {
                record.put(
                        field.pos(),
                        value(field.schema(), vector.getChildrenFromFields().get(child++), row));
            }
        }
        return record;
    }

    private static List<@Nullable Object> list(Schema schema, ListVector vector, int row) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
            elements.add(value(schema.getElementType(), vector.getDataVector(), i));
        }
        return elements;
    }
}
