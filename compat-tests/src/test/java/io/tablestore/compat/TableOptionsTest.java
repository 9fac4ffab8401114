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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.options.KnownOption;
import io.tablestore.options.KnownOptions;
import io.tablestore.options.OptionDecision;
import io.tablestore.scan.Scan;
import io.tablestore.schema.SchemaChange.SetOption;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.maintenance.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A table whose options another writer set, each of those that are not honoured in turn: what readers and writers do. */
class TableOptionsTest {

    /** A value of each kind; the first that asks for something is taken. */
    private static final List<String> VALUES = List.of("true", "false", "7", "1 d", "16 mb", "v");

    @TempDir
    Path directory;

    private WrittenTable table;
    private String schema;

    @BeforeEach
    void create() throws IOException {
        table = WrittenTable.create(directory.resolve("t"), true, false, Map.of("bucket", "1"));
        table.put("x", 1, "a");
        schema = Files.readString(file());
    }

    private Path file() {
        return table.root().resolve("schema/schema-0");
    }

    private void set(String key, String value) throws IOException {
        String added =
                schema.replaceFirst("\"bucket\" *: *\"1\"", "\"bucket\":\"1\",\"" + key + "\":\"" + value + "\"");
        assertThat(added).isNotEqualTo(schema);
        Files.writeString(file(), added);
        table = WrittenTable.open(table.root());
    }

    private static Stream<KnownOption> decided(OptionDecision decision) {
        return KnownOptions.ALL.stream().filter(option -> option.decision() == decision);
    }

    private static Stream<KnownOption> accepted() {
        return Stream.concat(decided(OptionDecision.HARMLESS), decided(OptionDecision.NOT_USED));
    }

    private static String key(KnownOption option) {
        return option.key().replace("*", "v");
    }

    private static String request(KnownOption option) {
        String choices = option.option().type().valid().startsWith("one of ")
                ? option.option().type().valid().substring("one of ".length())
                : "";
        return Stream.concat(VALUES.stream(), Stream.of(choices.split(", ")))
                .filter(value -> option.isValid(value) && !option.asksForNothing(value))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void tablesWithWhatWritersDoNotKeepUpAreReadButNotWritten() throws Exception {
        for (KnownOption option : decided(OptionDecision.REFUSED_WHEN_WRITTEN).toList()) {
            String named = "option '" + key(option) + "' = '" + request(option) + "'";
            set(key(option), request(option));
            // With deletion vectors, level 0 is seen once it is compacted, as in Paimon.
            int visible = option.key().equals("deletion-vectors.enabled") ? 0 : 1;
            assertThat(table.rows()).as(named).hasSize(visible);
            assertThatThrownBy(() -> table.put("x", 2, "b"))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContaining(named)
                    .hasMessageContaining(option.group().reason());
        }
    }

    @Test
    void tablesWhoseRowsCannotBeToldAreNeitherReadNorWritten() throws Exception {
        for (KnownOption option : decided(OptionDecision.REFUSED_WHEN_READ).toList()) {
            String named = "option '" + key(option) + "' = '" + request(option) + "'";
            set(key(option), request(option));
            assertThatThrownBy(() -> table.table().plan(Scan.ALL))
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContaining(named);
            assertThatThrownBy(() -> table.put("x", 2, "b"))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContaining(named);
        }
    }

    @Test
    void defaultsAskForNothing() throws Exception {
        StringBuilder all = new StringBuilder();
        KnownOptions.ALL.stream()
                .filter(option -> !option.isPattern() && !option.key().equals("bucket"))
                .filter(option -> option.defaultValue() != null)
                .filter(option -> !option.defaultValue().matches(".*[\\\\\"].*"))
                .forEach(option ->
                        all.append("\",\"").append(option.key()).append("\":\"").append(option.defaultValue()));
        set("note", "none" + all);
        table.put("x", 2, "b");
        assertThat(table.rows()).containsExactly(WrittenTable.row("x", 1, "a"), WrittenTable.row("x", 2, "b"));
    }

    @Test
    void whatIsHarmlessOrNotUsedIsWrittenAndRead() throws Exception {
        StringBuilder all = new StringBuilder();
        accepted()
                .forEach(option ->
                        all.append("\",\"").append(key(option)).append("\":\"").append(request(option)));
        set("note", "none" + all);
        table.put("x", 2, "b");
        assertThat(table.rows()).containsExactly(WrittenTable.row("x", 1, "a"), WrittenTable.row("x", 2, "b"));
    }

    @ParameterizedTest
    @CsvSource({
        "merge-engin, deduplicate",
        "sequence.fields, v",
        "fields.v.new-function, max",
        "deletion-vectors.layout, 2",
        "scan.new, 1",
        "aggregation.mode, exact",
        "partial-update.delete, true",
        "Merge-Engine, first-row"
    })
    void anUnknownOptionThatMayChangeRowsIsNotRead(String key, String value) throws IOException {
        set(key, value);
        assertThatThrownBy(() -> table.table().plan(Scan.ALL))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("option '" + key + "' = '" + value + "', which is not known");
    }

    @ParameterizedTest
    @CsvSource({"tag.new, 1", "commit.notify, all", "snapshot.forever, true", "manifest.shape, b"})
    void anUnknownOptionOfTheFormatIsReadButNotWritten(String key, String value) throws Exception {
        set(key, value);
        assertThat(table.rows()).hasSize(1);
        assertThatThrownBy(() -> table.put("x", 2, "b"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("option '" + key + "' = '" + value + "', which is not known");
    }

    @ParameterizedTest
    @CsvSource({"team, sales", "pipeline.owner, me", "transient_lastDdlTime, 1700000000"})
    void aNoteOfTheUserIsLeftAlone(String key, String value) throws Exception {
        set(key, value);
        table.put("x", 2, "b");
        assertThat(table.rows()).hasSize(2);
        table.table().alter(List.of(new SetOption("write-only", "true")));
        assertThat(table.table().schema().options()).containsEntry(key, value);
    }

    @Test
    void emptyingATableIsWritingIt() throws Exception {
        set("commit.callbacks", "com.example.Notify");
        assertThatThrownBy(() -> new TableCommit(table.table(), "test").truncate(1))
                .hasMessageContaining("'commit.callbacks'");
    }

    @ParameterizedTest
    @CsvSource({"tag.default-time-retained, 1 d", "tag.callbacks, com.example.Notify"})
    void aTagThatWouldExpireOrBeReportedIsNotMade(String key, String value) throws Exception {
        set(key, value);
        assertThatThrownBy(() -> new Tags(table.table()).create("first", null))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("option '" + key + "' = '" + value + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "bukcet, 2, did you mean 'bucket'?",
        "WRITE-ONLY, true, did you mean 'write-only'?",
        "path, /elsewhere, cannot change",
        "primary-key, v, cannot change",
        "write-only, yes, must be true or false",
        "write.compaction-skip, 5, must be true or false",
        "snapshot.num-retained.min, 0, must be at least 1",
        "snapshot.time-retained, soon, must be a time such as 1 h or 30 min",
        "fields.w.stats-mode, none, 'names the column w, which the table does not have'",
        "full-compaction.delta-commits, 3, is not supported",
        "tag.automatic-creation, batch, is not supported",
        "scan.snapshot-id, 1, is not supported",
        "sequence.field, nope, 'nope, which the table does not have'",
        "file.compression, brotli, 'must be one of zstd, lz4, snappy, gzip, none'",
        "file.compression.per.level, '0:none,5:brotli', 'each value one of zstd, lz4, snappy, gzip, none'",
        "file.format.per.level, avro, '<level>:<value>'",
        "file.format.per.level, 0:csv, 'one of parquet, orc, avro'",
        "metadata.stats-mode, truncate(0), 'must be none, counts, truncate(<length>) or full'",
        "metadata.stats-mode.per.level, 0:some, 'each value none, counts'",
        "fields.v.stats-mode, some, 'must be none, counts'",
        "connector, kafka, another connector",
        "scan.fallback-branch, nope, 'nope, which the table does not have'"
    })
    void anAlterationIsRefusedByName(String key, String value, String message) {
        assertThatThrownBy(() -> table.table().alter(List.of(new SetOption(key, value))))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "file.format, csv",
        "file.format.per.level, 3:csv",
        "file.compression, brotli",
        "file.compression.per.level, '0:none,3:brotli'",
        "file.compression.per.level, none",
        "metadata.stats-mode, some",
        "metadata.stats-mode.per.level, 7:some",
        "fields.v.stats-mode, truncate(0)"
    })
    void filesThatCannotBeWrittenAreRefusedBeforeTheFirst(String key, String value) throws Exception {
        set(key, value);
        assertThatThrownBy(() -> TableWrite.checkWritable(table.table().schema()))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(key.startsWith("metadata") || key.startsWith("fields") ? "stats-mode" : "file.")
                .hasMessageContaining(value.replaceAll(".*:", ""));
    }

    @Test
    void theNameOfAnotherConnectorIsLeftAlone() throws Exception {
        set("connector", "kafka");
        table.put("x", 2, "b");
        table.table().alter(List.of(new SetOption("write-only", "true")));
        assertThat(table.rows()).hasSize(2);
    }

    @Test
    void whatIsRefusedCanBeTakenOut() throws Exception {
        set("scan.snapshot-id", "1");
        table.table().alter(List.of(new SetOption("scan.snapshot-id", null)));
        assertThatCode(() -> table.put("x", 2, "b")).doesNotThrowAnyException();
    }

    @Test
    void anOlderKeyDoesWhatTheNewOneDoes() throws Exception {
        set("write.compaction-skip", "true");
        for (int i = 2; i < 12; i++) {
            table.put("x", i, "b");
        }
        assertThat(table.files("bucket-0"))
                .as("one file of each commit, none compacted")
                .isEqualTo(11);
    }
}
