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
package io.tablestore.internal.format.manifest;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.avro.AvroCursor;
import io.tablestore.internal.format.avro.AvroFields;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Reads index manifests, each the complete list of a snapshot's index files (format reference, 4.7). */
public final class IndexManifestDecoder {

    private static final int VERSION = 1;

    private static final List<String> FIELDS = List.of(
            "_VERSION",
            "_KIND",
            "_PARTITION",
            "_BUCKET",
            "_INDEX_TYPE",
            "_FILE_NAME",
            "_FILE_SIZE",
            "_ROW_COUNT",
            "_DELETIONS_VECTORS_RANGES",
            "_EXTERNAL_PATH");

    /** The number of the field with the ranges of deletion vectors. */
    private static final int RANGES = 8;

    private static final List<String> RANGE_FIELDS = List.of("f0", "f1", "f2", "_CARDINALITY");

    private final String file;
    private final MetadataVersion version;
    private final AvroFields fields;
    private final @Nullable AvroFields rangeFields;
    private final List<IndexEntry> entries;

    private IndexManifestDecoder(String file, Schema schema, MetadataVersion version, List<IndexEntry> entries) {
        this.file = file;
        this.version = version;
        this.entries = entries;
        this.fields = new AvroFields(file, schema, FIELDS, FIELDS.subList(0, 8));
        Schema ranges = fields.schemaOf(RANGES);
        if (ranges != null && ranges.getType() != Schema.Type.ARRAY) {
            throw new CorruptFileException(
                    file,
                    "The field _DELETIONS_VECTORS_RANGES is of type "
                            + ranges.getType().getName() + " instead of an array.");
        }
        this.rangeFields = ranges == null
                ? null
                : new AvroFields(file, ranges.getElementType(), RANGE_FIELDS, RANGE_FIELDS.subList(0, 3));
    }

    /** @throws CorruptFileException if the content cannot be decoded */
    public static List<IndexEntry> decode(String file, byte[] content) {
        List<IndexEntry> entries = new ArrayList<>();
        MetadataVersion.<Consumer<AvroCursor>>read(
                file,
                content,
                VERSION,
                (schema, version) -> new IndexManifestDecoder(file, schema, version, entries)::readEntry);
        return entries;
    }

    private void readEntry(AvroCursor cursor) {
        FileKind kind = FileKind.ADD;
        BinaryRow partition = BinaryRow.EMPTY;
        int bucket = 0;
        String type = "";
        String name = "";
        long size = 0;
        long rows = 0;
        Map<String, DeletionVectorRef> vectors = Map.of();
        String externalPath = null;
        int rangesAt = -1;
        for (int i = 0; i < fields.count(); i++) {
            int number = fields.number(i);
            if (number == AvroFields.UNKNOWN) {
                fields.skip(i, cursor);
                continue;
            }
            if (number == RANGES) { // read last, once the file that holds them is known
                rangesAt = cursor.position();
                fields.skip(i, cursor);
                continue;
            }
            if (fields.isNull(i, cursor)) {
                continue;
            }
            switch (number) {
                case 0 -> version.check(cursor.readInt());
                case 1 -> kind = FileKind.of(cursor.readInt(), file);
                case 2 -> partition = cursor.readRow();
                case 3 -> bucket = cursor.readInt();
                case 4 -> type = cursor.readString();
                case 5 -> name = FileNames.checkPlain(file, "_FILE_NAME", cursor.readString());
                case 6 -> size = ManifestListDecoder.nonNegative(file, "_FILE_SIZE", cursor.readLong());
                case 7 -> rows = ManifestListDecoder.nonNegative(file, "_ROW_COUNT", cursor.readLong());
                default -> externalPath = cursor.readString();
            }
        }
        if (rangesAt >= 0) {
            int end = cursor.position();
            cursor.seek(rangesAt);
            int field = fields.indexOf(RANGES);
            if (!fields.isNull(field, cursor)) {
                vectors = readRanges(cursor, fields.schema(field), "index/" + name, size);
            }
            cursor.seek(end);
        }
        if (kind != FileKind.ADD) {
            throw new CorruptFileException(
                    file,
                    "The entry of " + name + " is of _KIND " + kind + ", but an index manifest has ADD entries only.");
        }
        if (type.equals(IndexEntry.HASH) && !vectors.isEmpty()) {
            throw new CorruptFileException(
                    file,
                    "The index " + name + " has deletion vectors, but is of _INDEX_TYPE " + type + " instead of "
                            + IndexEntry.DELETION_VECTORS + ".");
        }
        if (!type.equals(IndexEntry.DELETION_VECTORS) && !vectors.isEmpty()) { // it may hide rows
            throw new UnsupportedFormatException(
                    file,
                    "index type '" + type + "' of " + name + ", which indexes single data files,",
                    "Upgrade this reader, or compact the table fully with the writer that made it.");
        }
        if (type.equals(IndexEntry.DELETION_VECTORS) && vectors.size() != rows) {
            throw new CorruptFileException(
                    file,
                    "The entry of " + name + " has " + vectors.size() + " deletion vectors, but a _ROW_COUNT of " + rows
                            + ".");
        }
        entries.add(new IndexEntry(partition, bucket, type, name, size, rows, vectors, externalPath));
    }

    private Map<String, DeletionVectorRef> readRanges(
            AvroCursor cursor, Schema schema, String indexFile, long indexFileSize) {
        AvroFields range = Objects.requireNonNull(rangeFields);
        Schema item = AvroFields.withoutNull(schema).getElementType();
        Map<String, DeletionVectorRef> vectors = new LinkedHashMap<>();
        for (int count = cursor.readBlockCount(); count > 0; count = cursor.readBlockCount()) {
            for (int i = 0; i < count; i++) {
                if (item.isUnion() && cursor.branch(item).getType() == Schema.Type.NULL) {
                    throw new IndexOutOfBoundsException("the range of a deletion vector is null");
                }
                readRange(cursor, range, indexFile, indexFileSize, vectors);
            }
        }
        return vectors;
    }

    private void readRange(
            AvroCursor cursor,
            AvroFields range,
            String indexFile,
            long indexFileSize,
            Map<String, DeletionVectorRef> vectors) {
        String dataFile = "";
        int offset = 0;
        int length = 0;
        long cardinality = -1;
        for (int i = 0; i < range.count(); i++) {
            if (range.number(i) == AvroFields.UNKNOWN) {
                range.skip(i, cursor);
            } else if (!range.isNull(i, cursor)) {
                switch (range.number(i)) {
                    case 0 -> dataFile = cursor.readString();
                    case 1 -> offset = cursor.readInt();
                    case 2 -> length = cursor.readInt();
                    default -> cardinality = cursor.readLong();
                }
            }
        }
        if (offset < 1 || length < 0 || offset > indexFileSize - length) {
            throw new CorruptFileException(
                    file,
                    "The deletion vector of " + dataFile + " starts at byte " + offset + " with " + length
                            + " bytes, which does not fit in " + indexFile + " of " + indexFileSize + " bytes.");
        }
        DeletionVectorRef vector = new DeletionVectorRef(indexFile, indexFileSize, offset, length, cardinality);
        if (vectors.put(dataFile, vector) != null) {
            throw new CorruptFileException(
                    file, "The entry of " + indexFile + " has two deletion vectors of " + dataFile + ".");
        }
    }
}
