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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.SchemaFile;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.IndexManifestDecoder;
import io.tablestore.internal.format.manifest.ManifestDecoder;
import io.tablestore.internal.format.manifest.ManifestListDecoder;
import io.tablestore.internal.format.manifest.ManifestStatistics;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.scan.Scan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata of a newer version has other fields, and values that are not known: it is refused by its version, and not called damaged. */
class NewerMetadataTest {

    @TempDir
    Path directory;

    private WrittenTable table;

    @BeforeEach
    void writeTable() {
        table = WrittenTable.create(directory.resolve("t"), true, false, Map.of("bucket", "-1"));
        table.put("a", 1, "x");
    }

    private byte[] content(String kind) throws IOException {
        TableFiles files = StoredTable.of(table.table()).files();
        Snapshot snapshot = files.snapshots().latest();
        String name = switch (kind) {
            case "list" -> snapshot.deltaManifestList();
            case "index manifest" -> snapshot.indexManifest();
            default -> ListedManifest.delta(files, snapshot).get(0).file().name();
        };
        return Files.readAllBytes(table.root().resolve("manifest/" + name));
    }

    private static int decode(String kind, byte[] content) {
        List<Object> decoded = new ArrayList<>();
        switch (kind) {
            case "list" -> decoded.addAll(ManifestListDecoder.decode("manifest/m", content));
            case "index manifest" -> decoded.addAll(IndexManifestDecoder.decode("manifest/m", content));
            default ->
                new ManifestDecoder("manifest/m", ManifestDecoder.EntryFilter.ALL, ManifestStatistics.DECODED)
                        .decode(content, decoded::add);
        }
        return decoded.size();
    }

    /** The same records without a field, or with a text in its place, and of another version. */
    private static byte[] changed(byte[] avro, String field, String change, int version) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(avro), new GenericDatumReader<>())) {
            Schema schema = changed(reader.getSchema(), field, change);
            try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
                writer.create(schema, out);
                for (GenericRecord record : reader) {
                    if (!change.equals("no records")) {
                        record.put("_VERSION", version);
                        writer.append((GenericRecord) copy(record, schema));
                    }
                }
            }
        }
        return out.toByteArray();
    }

    private static Schema changed(Schema record, String field, String change) {
        List<Schema.Field> fields = new ArrayList<>();
        for (Schema.Field old : record.getFields()) {
            boolean isIt = old.name().equals(field);
            Schema schema = isIt
                    ? Schema.create(Schema.Type.STRING)
                    : old.schema().getType() == Schema.Type.RECORD
                            ? changed(old.schema(), field, change)
                            : old.schema();
            if (!isIt || change.equals("text")) {
                fields.add(new Schema.Field(old.name(), schema));
            }
        }
        if (change.equals("reversed")) {
            Collections.reverse(fields);
        }
        return Schema.createRecord(record.getName(), null, null, false, fields);
    }

    private static Object copy(Object value, Schema schema) {
        if (schema.getType() == Schema.Type.STRING && !(value instanceof CharSequence)) {
            return "a text";
        }
        if (!(value instanceof GenericRecord record) || schema.getType() != Schema.Type.RECORD) {
            return value;
        }
        GenericRecord copy = new GenericData.Record(schema);
        schema.getFields().forEach(field -> copy.put(field.pos(), copy(record.get(field.name()), field.schema())));
        return copy;
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "list, _FILE_SIZE, without it",
        "list, _FILE_SIZE, reversed",
        "list, _PARTITION_STATS, text",
        "list, _MIN_VALUES, without it",
        "manifest, _BUCKET, without it",
        "manifest, _BUCKET, reversed",
        "manifest, _FILE, text",
        "manifest, _LEVEL, without it",
        "manifest, _KEY_STATS, text",
        "manifest, _EXTRA_FILES, text",
        "index manifest, _ROW_COUNT, without it",
        "index manifest, _ROW_COUNT, reversed",
        "index manifest, _DELETIONS_VECTORS_RANGES, text"
    })
    void fieldsOfAnotherVersionAreNotMissed(String kind, String field, String change) throws Exception {
        byte[] own = content(kind);
        assertThat(decode(kind, own)).isPositive();
        assertThatThrownBy(() -> decode(kind, changed(own, field, change, 7)))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContainingAll("manifest/m: _VERSION 7", "upgrade this reader");
        int known = kind.startsWith("index") ? 1 : 2;
        byte[] damaged = changed(own, field, change, known);
        assertThatThrownBy(() -> decode(kind, damaged)).isInstanceOf(CorruptFileException.class);
    }

    @ParameterizedTest
    @CsvSource({"list, _FILE_SIZE", "manifest, _BUCKET", "index manifest, _ROW_COUNT"})
    void aFileWithoutRecordsLacksNothing(String kind, String field) throws Exception {
        assertThat(decode(kind, changed(content(kind), field, "no records", 7))).isZero();
    }

    /** A kind of entry that does not exist yet, in a record whose version comes after it. */
    @Test
    void valuesOfAnotherVersionAreNotDamaged() throws Exception {
        byte[] reversed = changed(content("manifest"), "none", "reversed", 2);
        assertThat(decode("manifest", reversed)).isPositive();
        assertThatThrownBy(() -> decode("manifest", AvroRecords.edited(reversed, record -> record.put("_KIND", 5))))
                .isInstanceOf(CorruptFileException.class);
        assertThatThrownBy(() -> decode("manifest", AvroRecords.edited(reversed, record -> {
                    record.put("_KIND", 5);
                    record.put("_VERSION", 3);
                })))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("_VERSION 3");
    }

    /** Of a type that is not known, an index that says something of single data files may hide rows of them. */
    @Test
    void indexTypesWithPartsForDataFiles() throws Exception {
        try (SmallTable small = new SmallTable(directory, Map.of("deletion-vectors.enabled", "true"))) {
            small.writeAndCompact(1, 40, "first-");
            small.writeAndCompact(10, 20, "second-");
            TableFiles files =
                    StoredTable.of(WrittenTable.open(small.path()).table()).files();
            Path manifest = small.path()
                    .resolve("manifest/" + files.snapshots().latest().indexManifest());
            byte[] own = Files.readAllBytes(manifest);
            Files.write(manifest, AvroRecords.edited(own, record -> record.put("_INDEX_TYPE", "ROW_MASKS")));
            assertThatThrownBy(() -> WrittenTable.open(small.path()).table().plan(Scan.ALL))
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContainingAll("index-manifest", "'ROW_MASKS'");
            Files.write(manifest, AvroRecords.edited(own, record -> {
                record.put("_INDEX_TYPE", "SOME_TREE");
                record.put("_DELETIONS_VECTORS_RANGES", null);
            }));
            List<IndexEntry> entries =
                    files.contents().indexEntries(files.snapshots().latest());
            assertThat(entries).isNotEmpty().allMatch(entry -> entry.type().equals("SOME_TREE"));
        }
    }

    @Test
    void deletionVectorsOfANewerVersionOrLayout() throws Exception {
        try (SmallTable small = new SmallTable(directory, Map.of("deletion-vectors.enabled", "true"))) {
            small.writeAndCompact(1, 40, "first-");
            small.writeAndCompact(10, 20, "second-");
            assertThat(CommandLines.scan(small.path())).hasSize(39);
            edit(small, bytes -> bytes.put(0, (byte) 2));
            assertThat(CommandLines.failure("scan", small.path().toString()))
                    .contains("index/index-", "an index file of version 2", "not supported")
                    .doesNotContain("damaged");
            edit(small, bytes -> bytes.put(0, (byte) 1).putInt(5, 1234));
            assertThat(CommandLines.failure("scan", small.path().toString()))
                    .contains("the magic number", "1234", "damaged");
            edit(small, bytes -> {
                int size = bytes.getInt(1);
                CRC32 checksum = new CRC32();
                checksum.update(bytes.slice(5, size));
                bytes.putInt(5 + size, (int) checksum.getValue());
            });
            assertThat(CommandLines.failure("scan", small.path().toString()))
                    .contains("a deletion vector with the magic number 1234", "not supported")
                    .doesNotContain("damaged");
        }
    }

    private static void edit(SmallTable small, Consumer<ByteBuffer> edit) throws IOException {
        try (Stream<Path> files = Files.list(small.path().resolve("index"))) {
            for (Path file : files.filter(path -> !path.getFileName().toString().startsWith("."))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                edit.accept(ByteBuffer.wrap(bytes));
                Files.write(file, bytes);
            }
        }
    }

    /** A schema can be nested deeper than JSON is read; and a writer may keep options as the numbers they were given as. */
    @Test
    void schemasThatAreValidAndUnusual() {
        String deep = "[".repeat(600) + "]".repeat(600);
        byte[] nested = ("{\"fields\": " + deep + "}").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> SchemaFile.parse("schema/schema-0", nested))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("nested more than 500 deep");
        byte[] numbers = ("{\"version\":3,\"id\":0,\"fields\":[{\"id\":0,\"name\":\"a\",\"type\":\"INT\"}],"
                        + "\"highestFieldId\":0,\"partitionKeys\":[],\"primaryKeys\":[],"
                        + "\"options\":{\"bucket\":4,\"write-only\":true}}")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(SchemaFile.parse("schema/schema-0", numbers).options())
                .containsExactlyInAnyOrderEntriesOf(Map.of("bucket", "4", "write-only", "true"));
    }
}
