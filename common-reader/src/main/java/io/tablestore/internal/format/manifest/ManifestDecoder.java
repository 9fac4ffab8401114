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
import io.tablestore.internal.format.avro.AvroCursor;
import io.tablestore.internal.format.avro.AvroFields;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.avro.Schema;

/**
 * Reads manifests (format reference, 4.3), in place and only as far as requested: entries of other kinds, partitions or buckets
 * are skipped before their file is decoded.
 */
public final class ManifestDecoder {

    private static final List<String> ENTRY_FIELDS =
            List.of("_VERSION", "_KIND", "_PARTITION", "_BUCKET", "_TOTAL_BUCKETS", "_FILE");

    private static final List<String> FILE_FIELDS = List.of(
            "_FILE_NAME",
            "_FILE_SIZE",
            "_ROW_COUNT",
            "_MIN_KEY",
            "_MAX_KEY",
            "_KEY_STATS",
            "_VALUE_STATS",
            "_MIN_SEQUENCE_NUMBER",
            "_MAX_SEQUENCE_NUMBER",
            "_SCHEMA_ID",
            "_LEVEL",
            "_EXTRA_FILES",
            "_CREATION_TIME",
            "_DELETE_ROW_COUNT",
            "_EMBEDDED_FILE_INDEX",
            "_FILE_SOURCE",
            "_VALUE_STATS_COLS",
            "_EXTERNAL_PATH",
            "_FIRST_ROW_ID",
            "_WRITE_COLS");

    /** Decides which entries are wanted, before their file is decoded. */
    public interface EntryFilter {

        EntryFilter ALL = (kind, partition, bucket, totalBuckets, entries) -> true;

        /** @param entries number of entries to which the answer applies */
        boolean test(FileKind kind, BinaryRow partition, int bucket, int totalBuckets, int entries);
    }

    private final String file;
    private final EntryFilter filter;
    private final boolean skipsStatistics;

    /** @param file name of the manifest, for messages */
    public ManifestDecoder(String file, EntryFilter filter, ManifestStatistics statistics) {
        this.file = file;
        this.filter = filter;
        this.skipsStatistics = statistics == ManifestStatistics.SKIPPED;
    }

    /** The entries seen, including the filtered ones. */
    public record Counts(long added, long deleted) {}

    /**
     * Decodes an entire manifest and passes on the entries that pass the filter.
     *
     * @throws CorruptFileException if the content cannot be decoded
     */
    public Counts decode(byte[] content, Consumer<ManifestEntry> sink) {
        Pass pass = MetadataVersion.read(
                file, content, ManifestListDecoder.VERSION, (schema, version) -> new Pass(schema, version, sink));
        return pass == null ? new Counts(0, 0) : new Counts(pass.added, pass.deleted);
    }

    /** The state of one pass over a manifest. */
    private final class Pass implements Consumer<AvroCursor> {

        private final AvroFields entryFields;
        private final MetadataVersion version;
        private final AvroFields fileFields;

        /** Writers put the file last, so that it can be skipped once all else is known; Avro does not require this. */
        private final int dataFileField;

        private final boolean dataFileIsLast;
        private final StatsDecoder keyStats;
        private final StatsDecoder valueStats;
        private final Consumer<ManifestEntry> sink;
        private long added;
        private long deleted;
        private BinaryRow lastPartition = BinaryRow.EMPTY;

        Pass(Schema schema, MetadataVersion version, Consumer<ManifestEntry> sink) {
            this.entryFields = new AvroFields(file, schema, ENTRY_FIELDS, ENTRY_FIELDS);
            this.version = version;
            this.sink = sink;
            this.dataFileField = entryFields.indexOf(5);
            this.dataFileIsLast = dataFileField == entryFields.count() - 1;
            this.fileFields = new AvroFields(
                    file, Objects.requireNonNull(entryFields.schemaOf(5)), FILE_FIELDS, FILE_FIELDS.subList(0, 12));
            this.keyStats = new StatsDecoder(file, Objects.requireNonNull(fileFields.schemaOf(5)));
            this.valueStats = new StatsDecoder(file, Objects.requireNonNull(fileFields.schemaOf(6)));
        }

        /** Reads one entry. */
        @Override
        public void accept(AvroCursor cursor) {
            FileKind kind = FileKind.ADD;
            BinaryRow partition = BinaryRow.EMPTY;
            int bucket = 0;
            int totalBuckets = 0;
            int dataFileAt = -1;
            List<String> unknown = List.of();
            for (int i = 0; i < entryFields.count(); i++) {
                if (i == dataFileField && !dataFileIsLast) {
                    dataFileAt = cursor.position();
                    entryFields.skip(i, cursor);
                } else if (entryFields.number(i) == AvroFields.UNKNOWN) {
                    unknown = skipUnknown(entryFields, i, cursor, unknown);
                } else if (entryFields.isNull(i, cursor)) {
                    throw new IndexOutOfBoundsException("a required field is null");
                } else {
                    switch (entryFields.number(i)) {
                        case 0 -> version.check(cursor.readInt());
                        case 1 -> kind = FileKind.of(cursor.readInt(), file);
                        case 2 -> partition = shared(cursor.readRow());
                        case 3 -> bucket = cursor.readInt();
                        case 4 -> totalBuckets = cursor.readInt();
                        default -> readOrSkipFile(cursor, kind, partition, bucket, totalBuckets, unknown);
                    }
                }
            }
            if (dataFileAt >= 0) {
                int end = cursor.position();
                cursor.seek(dataFileAt);
                if (entryFields.isNull(dataFileField, cursor)) {
                    throw new IndexOutOfBoundsException("a required field is null");
                }
                readOrSkipFile(cursor, kind, partition, bucket, totalBuckets, unknown);
                cursor.seek(end);
            }
        }

        private void readOrSkipFile(
                AvroCursor cursor,
                FileKind kind,
                BinaryRow partition,
                int bucket,
                int totalBuckets,
                List<String> unknown) {
            count(kind);
            if (filter.test(kind, partition, bucket, totalBuckets, 1)) {
                sink.accept(new ManifestEntry(kind, partition, bucket, totalBuckets, readFile(cursor, unknown)));
            } else {
                cursor.skip(AvroFields.withoutNull(entryFields.schema(dataFileField)));
            }
        }

        private void count(FileKind kind) {
            if (kind == FileKind.ADD) {
                added++;
            } else {
                deleted++;
            }
        }

        /** Consecutive entries usually have the same partition. */
        private BinaryRow shared(BinaryRow partition) {
            if (!partition.equals(lastPartition)) {
                lastPartition = partition;
            }
            return lastPartition;
        }

        /** Skips an unknown field; if it has a value, adds its name to the list. */
        private static List<String> skipUnknown(AvroFields fields, int i, AvroCursor cursor, List<String> unknown) {
            int start = cursor.position();
            boolean isNull = fields.isNull(i, cursor);
            cursor.seek(start);
            fields.skip(i, cursor);
            if (isNull) {
                return unknown;
            }
            List<String> more = new ArrayList<>(unknown);
            more.add(fields.name(i));
            return more;
        }

        private DataFile readFile(AvroCursor cursor, List<String> unknownOfEntry) {
            List<String> unknown = unknownOfEntry;
            String name = "";
            long size = 0;
            long rowCount = 0;
            BinaryRow minKey = BinaryRow.EMPTY;
            BinaryRow maxKey = BinaryRow.EMPTY;
            SimpleStats keys = null;
            SimpleStats values = null;
            long minSequence = 0;
            long maxSequence = 0;
            long schemaId = 0;
            int level = 0;
            List<String> extraFiles = List.of();
            long creationMillis = 0;
            long deleteRowCount = -1;
            byte[] embeddedIndex = null;
            Integer source = null;
            List<String> valueStatsColumns = null;
            String externalPath = null;
            Long firstRowId = null;
            List<String> writeColumns = null;
            for (int i = 0; i < fileFields.count(); i++) {
                int number = fileFields.number(i);
                if (number == AvroFields.UNKNOWN) {
                    unknown = skipUnknown(fileFields, i, cursor, unknown);
                    continue;
                }
                if (skipsStatistics && (number == 5 || number == 6)) {
                    fileFields.skip(i, cursor);
                    continue;
                }
                if (fileFields.isNull(i, cursor)) {
                    continue;
                }
                switch (number) {
                    case 0 -> name = FileNames.checkPlain(file, "_FILE_NAME", cursor.readString());
                    case 1 -> size = ManifestListDecoder.nonNegative(file, "_FILE_SIZE", cursor.readLong());
                    case 2 -> rowCount = ManifestListDecoder.nonNegative(file, "_ROW_COUNT", cursor.readLong());
                    case 3 -> minKey = cursor.readRow();
                    case 4 -> maxKey = cursor.readRow();
                    case 5 -> keys = keyStats.read(cursor);
                    case 6 -> values = valueStats.read(cursor);
                    case 7 -> minSequence = cursor.readLong();
                    case 8 -> maxSequence = cursor.readLong();
                    case 9 -> schemaId = cursor.readLong();
                    case 10 -> level = (int) ManifestListDecoder.nonNegative(file, "_LEVEL", cursor.readInt());
                    case 11 -> extraFiles = readStrings(cursor, fileFields.schema(i));
                    case 12 -> creationMillis = cursor.readLong();
                    case 13 -> deleteRowCount = cursor.readLong();
                    case 14 -> embeddedIndex = cursor.readBytes();
                    case 15 -> source = cursor.readInt();
                    case 16 -> valueStatsColumns = readStrings(cursor, fileFields.schema(i));
                    case 17 -> externalPath = cursor.readString();
                    case 18 -> firstRowId = cursor.readLong();
                    default -> writeColumns = readStrings(cursor, fileFields.schema(i));
                }
            }
            return new DataFile(
                    name,
                    size,
                    rowCount,
                    minKey,
                    maxKey,
                    keys,
                    values,
                    minSequence,
                    maxSequence,
                    schemaId,
                    level,
                    extraFiles,
                    creationMillis,
                    deleteRowCount,
                    embeddedIndex,
                    source,
                    valueStatsColumns,
                    externalPath,
                    firstRowId,
                    writeColumns,
                    unknown);
        }

        private List<String> readStrings(AvroCursor cursor, Schema schema) {
            Schema item = AvroFields.withoutNull(schema).getElementType();
            List<String> strings = new ArrayList<>(0);
            for (int count = cursor.readBlockCount(); count > 0; count = cursor.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    if (item.isUnion() && cursor.branch(item).getType() == Schema.Type.NULL) {
                        throw new IndexOutOfBoundsException("a name in a list of names is null");
                    }
                    strings.add(cursor.readString());
                }
            }
            return strings;
        }
    }
}
