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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.manifest.ManifestDecoder;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestStatistics;
import io.tablestore.internal.metadata.ListedManifest;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.scan.Scan;
import io.tablestore.schema.SchemaChange;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.maintenance.Rollback;
import io.tablestore.writer.maintenance.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a newer writer has added to a file is kept where the file is written again, or refused by name; it is never dropped. */
class UnknownMembersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private WrittenTable table(Map<String, String> options) {
        return WrittenTable.create(directory.resolve("t"), true, false, options);
    }

    private static void change(Path file, UnaryOperator<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(file.toFile());
        JSON.writeValue(file.toFile(), change.apply(json));
    }

    private static Schema withFields(Schema record, UnaryOperator<List<Schema.Field>> change) {
        List<Schema.Field> fields = new ArrayList<>();
        record.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        return Schema.createRecord(record.getName(), null, null, false, change.apply(fields));
    }

    private static Schema withNewField(Schema record) {
        return withFields(record, fields -> {
            Schema type = Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.LONG));
            fields.add(new Schema.Field("_NEW", type, null, Schema.Field.NULL_DEFAULT_VALUE));
            return fields;
        });
    }

    private static Schema reversed(Schema record) {
        return withFields(record, fields -> {
            Collections.reverse(fields);
            return fields;
        });
    }

    @Test
    void aTagKeepsThemAndSoDoesTheSnapshotMadeOfIt() throws Exception {
        WrittenTable table = table(Map.of("bucket", "1"));
        table.put("a", 1, "x");
        table.put("a", 2, "y");
        Path first = table.root().resolve("snapshot/snapshot-1");
        change(first, json -> {
            json.putObject("properties").put("offset", "42");
            return json.put("mood", "sunny");
        });
        JsonNode before = JSON.readTree(first.toFile());
        new Tags(table.table()).create("kept", 1L);
        Path tag = table.root().resolve("tag/tag-kept");
        assertThat(JSON.readTree(tag.toFile())).isEqualTo(before);

        Files.delete(first);
        for (String member : List.of("tagTimeRetained", "tagCreateTime")) {
            change(tag, json -> json.put(member, "soon"));
            assertThat(CommandLines.failure("inspect", table.root().toString(), "tags"))
                    .contains("tag/tag-kept: The field " + member, "soon", "in ISO form");
            change(tag, json -> json.without(member));
        }
        change(tag, json -> json.put("tagTimeRetained", "PT1H").put("tagCreateTime", "2026-01-02T03:04:05"));
        new Rollback(table.table()).toTag("kept");
        assertThat(JSON.readTree(first.toFile())).isEqualTo(before);
        assertThat(table.rows()).containsExactly(WrittenTable.row("a", 1, "x"));
    }

    @Test
    void aSchemaWithThemIsNotAltered() throws Exception {
        WrittenTable table = table(Map.of("bucket", "1"));
        table.put("a", 1, "x");
        Path schema = table.root().resolve("schema/schema-0");
        change(schema, json -> {
            ((ObjectNode) json.get("fields").get(2)).put("mask", "sha256");
            return json.put("owner", "me").putNull("nothing");
        });
        WrittenTable newer = WrittenTable.open(table.root());
        assertThat(newer.rows()).containsExactly(WrittenTable.row("a", 1, "x"));
        assertThatThrownBy(() ->
                        newer.table().alter(List.of(new SchemaChange.SetOption("snapshot.num-retained.max", "99"))))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContainingAll("schema/schema-0", "'fields[2].mask', 'owner'", "would drop");
        assertThat(table.root().resolve("schema/schema-1")).doesNotExist();
    }

    @Test
    void noCommitOnAManifestListWithThem() throws Exception {
        WrittenTable table = table(Map.of("bucket", "1"));
        table.put("a", 1, "x");
        Snapshot snapshot = StoredTable.of(table.table()).files().snapshots().latest();
        Path list = table.root().resolve("manifest/" + snapshot.deltaManifestList());
        byte[] changed = AvroRecords.withSchema(Files.readAllBytes(list), UnknownMembersTest::withNewField);
        Files.write(list, changed);
        Path file = table.root().resolve("snapshot/snapshot-1");
        change(file, json -> json.put("deltaManifestListSize", changed.length));
        assertThat(table.rows()).containsExactly(WrittenTable.row("a", 1, "x"));
        assertThatThrownBy(() -> table.put("a", 2, "y"))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContainingAll(
                        snapshot.deltaManifestList(), "of snapshot/snapshot-1", "'_NEW'", "would drop");
        assertThat(StoredTable.of(table.table()).files().snapshots().latest().id())
                .isEqualTo(1);
    }

    @Test
    void noNewIndexBesideThoseOfAnIndexManifestWithThem() throws Exception {
        WrittenTable table = table(Map.of("bucket", "-1"));
        table.put("a", 1, "x");
        Snapshot snapshot = StoredTable.of(table.table()).files().snapshots().latest();
        Path manifest = table.root().resolve("manifest/" + snapshot.indexManifest());
        Files.write(manifest, AvroRecords.withSchema(Files.readAllBytes(manifest), UnknownMembersTest::withNewField));
        assertThatThrownBy(() -> table.put("a", 2, "y"))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContainingAll(snapshot.indexManifest(), "snapshot/snapshot-1", "'_NEW'", "would drop");
        assertThat(StoredTable.of(table.table()).files().snapshots().latest().id())
                .isEqualTo(1);
    }

    @Test
    void fieldsInAnotherOrderAreTheSame() throws Exception {
        WrittenTable table = table(Map.of("bucket", "2"));
        for (int key = 0; key < 20; key++) {
            table.put("a", key, "x" + key);
        }
        TableFiles files = StoredTable.of(table.table()).files();
        for (ListedManifest manifest :
                ListedManifest.of(files, files.snapshots().latest())) {
            byte[] content = files.contents().manifest(manifest);
            List<ManifestEntry> entries = new ArrayList<>();
            ManifestDecoder.EntryFilter bucket1 = (kind, partition, bucket, total, count) -> bucket == 1 && total == 2;
            new ManifestDecoder("m", bucket1, ManifestStatistics.SKIPPED).decode(content, entries::add);
            List<ManifestEntry> reversed = new ArrayList<>();
            byte[] other = AvroRecords.withSchema(content, UnknownMembersTest::reversed);
            var counts = new ManifestDecoder("m", bucket1, ManifestStatistics.SKIPPED).decode(other, reversed::add);
            assertThat(counts.added()).isEqualTo(manifest.file().addedFiles());
            assertThat(reversed).isEqualTo(entries);
        }
    }

    @Test
    void deletionVectorsWithFieldsInAnotherOrder() throws Exception {
        try (SmallTable table = new SmallTable(directory, Map.of("deletion-vectors.enabled", "true"))) {
            table.writeAndCompact(1, 40, "first-");
            table.writeAndCompact(10, 20, "second-");
            List<String> rows = CommandLines.scan(table.path());
            Path manifest = indexManifest(table);
            Files.write(manifest, AvroRecords.withSchema(Files.readAllBytes(manifest), UnknownMembersTest::reversed));
            assertThat(CommandLines.scan(table.path())).hasSize(39).isEqualTo(rows);
        }
    }

    @Test
    void anIndexManifestOfAnotherVersionIsNotCalledDamaged() throws Exception {
        try (SmallTable table = new SmallTable(directory, Map.of("deletion-vectors.enabled", "true"))) {
            table.writeAndCompact(1, 40, "first-");
            table.writeAndCompact(10, 20, "second-");
            Path manifest = indexManifest(table);
            Files.write(
                    manifest, AvroRecords.edited(Files.readAllBytes(manifest), record -> record.put("_VERSION", 7)));
            assertThatThrownBy(() -> WrittenTable.open(table.path()).table().plan(Scan.ALL))
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContainingAll("index-manifest", "_VERSION 7", "Version 1 is");
        }
    }

    /** A field of a new writer with a value in every entry, or with null. */
    private static byte[] withValue(byte[] avro, boolean ofFile, Long value) throws IOException {
        byte[] widened = AvroRecords.withSchema(
                avro,
                record -> ofFile
                        ? withFields(
                                record,
                                fields -> fields.stream()
                                        .map(field -> field.name().equals("_FILE")
                                                ? new Schema.Field("_FILE", withNewField(field.schema()))
                                                : new Schema.Field(field, field.schema()))
                                        .toList())
                        : withNewField(record));
        return AvroRecords.edited(
                widened, record -> (ofFile ? (GenericRecord) record.get("_FILE") : record).put("_NEW", value));
    }

    private WrittenTable withValueInManifests(boolean ofFile, Long value) throws IOException {
        WrittenTable table = table(Map.of("bucket", "1"));
        table.put("a", 1, "x");
        TableFiles files = StoredTable.of(table.table()).files();
        for (ListedManifest manifest :
                ListedManifest.of(files, files.snapshots().latest())) {
            Path path = table.root().resolve(manifest.path());
            byte[] changed = withValue(Files.readAllBytes(path), ofFile, value);
            Files.write(path, changed);
            Path list = table.root().resolve(manifest.list());
            byte[] changedList = AvroRecords.edited(
                    Files.readAllBytes(list), record -> record.put("_FILE_SIZE", (long) changed.length));
            Files.write(list, changedList);
            change(
                    table.root().resolve("snapshot/snapshot-1"),
                    json -> json.put("deltaManifestListSize", changedList.length));
        }
        return WrittenTable.open(table.root());
    }

    /** A compaction of one file writes its entry again, at another level. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noFileIsMovedToAnotherLevelWithThem(boolean ofFile) throws Exception {
        WrittenTable table = withValueInManifests(ofFile, 42L);
        assertThat(table.rows()).containsExactly(WrittenTable.row("a", 1, "x"));
        assertThatThrownBy(() -> table.commit(write -> write.compactFully(BinaryRow.EMPTY, 0)))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContainingAll("manifest entry of bucket-0/data-", "'_NEW'", "would drop");
        assertThat(StoredTable.of(table.table()).files().snapshots().latest().id())
                .isEqualTo(1);
        table.put("a", 2, "y"); // the entry stays as it is
        assertThat(table.rows()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileIsMovedToAnotherLevelWithFieldsThatSayNothing(boolean ofFile) throws Exception {
        WrittenTable table = withValueInManifests(ofFile, null);
        table.commit(write -> write.compactFully(BinaryRow.EMPTY, 0));
        assertThat(StoredTable.of(table.table()).files().snapshots().latest().id())
                .isEqualTo(2);
        assertThat(table.rows()).containsExactly(WrittenTable.row("a", 1, "x"));
    }

    private static Path indexManifest(SmallTable table) {
        TableFiles files =
                StoredTable.of(WrittenTable.open(table.path()).table()).files();
        return table.path().resolve("manifest/" + files.snapshots().latest().indexManifest());
    }
}
