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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.metadata.LiveFiles;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/** A table with a column of each kind that options speak of, and what an option can change about it. */
final class EffectTable {

    private static final DataType BIGINT = DataType.of(TypeRoot.BIGINT);

    /** By their names. */
    private static final Map<String, DataType> TYPES = Map.of(
            "p",
            DataType.string(),
            "d",
            DataType.of(TypeRoot.DATE),
            "k",
            BIGINT,
            "n",
            BIGINT,
            "s",
            BIGINT,
            "v",
            DataType.string(),
            "t",
            DataType.of(TypeRoot.TIMESTAMP_LTZ, 3),
            "c",
            new DataType.Collection(TypeRoot.ARRAY, BIGINT, 0, true),
            "a",
            new DataType.Collection(TypeRoot.ARRAY, row("x", BIGINT, "z", BIGINT, "y", DataType.string()), 0, true),
            "m",
            new DataType.Mapping(DataType.string(), row("e", DataType.string(), "f", DataType.string()), true));

    private final Path root;
    private final Table table;

    private EffectTable(Path root) {
        this.root = root;
        this.table = TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString()));
    }

    private static DataType row(Object... namesAndTypes) {
        DataField[] fields = new DataField[namesAndTypes.length / 2];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new DataField(100 + i, (String) namesAndTypes[2 * i], (DataType) namesAndTypes[2 * i + 1]);
        }
        return new DataType.Row(List.of(fields), true);
    }

    /**
     * @param columns a letter each
     * @param options those of keys and partitions among them
     */
    static EffectTable create(Path root, String columns, Map<String, String> options) {
        DataField[] fields = new DataField[columns.length()];
        for (int i = 0; i < fields.length; i++) {
            String name = columns.substring(i, i + 1);
            fields[i] = new DataField(i, name, TYPES.get(name));
        }
        EffectTable created = new EffectTable(root);
        TableDefinition definition = new TableDefinition(List.of(fields), List.of(), List.of(), options, null);
        created.files().schemas().create(FirstSchema.of(definition));
        return created;
    }

    Table table() {
        return table;
    }

    Path root() {
        return root;
    }

    TableFiles files() {
        return StoredTable.of(table).files();
    }

    /** The same table with options that another writer has put into its schema. */
    EffectTable withStored(Map<String, String> options) throws IOException {
        Path file = root.resolve("schema/schema-0");
        StringBuilder added = new StringBuilder("\"options\" : {");
        options.forEach((key, value) ->
                added.append('"').append(key).append("\":\"").append(value).append("\","));
        String schema = Files.readString(file);
        String changed = schema.replaceFirst("\"options\" *: *\\{", Matcher.quoteReplacement(added.toString()));
        if (!options.isEmpty() && changed.equals(schema)) {
            throw new IllegalStateException(schema);
        }
        Files.writeString(file, changed);
        return new EffectTable(root);
    }

    interface Work {
        void on(TableWrite write);
    }

    List<CommitMessage> prepare(boolean wait, Work work) throws IOException {
        Path spill = Files.createTempDirectory(root.getParent(), "spill");
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                TableWrite write =
                        TableWrite.of(table, allocator).spillTo(spill).open()) {
            work.on(write);
            return wait ? write.prepareCommitWhenCompacted() : write.prepareCommit();
        }
    }

    void commit(Work work) throws IOException {
        new TableCommit(table, "test").commit(TableCommit.BATCH, prepare(true, work));
    }

    /** Commits one row. */
    EffectTable put(@Nullable Object... values) throws IOException {
        return putAs(RowKind.INSERT, values);
    }

    EffectTable putAs(RowKind kind, @Nullable Object... values) throws IOException {
        commit(write -> write.write(kind, RowValues.ofList(Arrays.asList(values))));
        return this;
    }

    /** The rows, as {@code tablestore scan} prints them, or why it fails. */
    List<String> rows() throws IOException {
        Path output = Files.createTempFile(root.getParent(), "rows", ".jsonl");
        String failure =
                CommandLines.errors("scan", root.toString(), "--format", "jsonl", "--output", output.toString());
        try (Stream<String> rows = failure.isEmpty() ? Files.lines(output) : Stream.of(named(failure))) {
            return rows.sorted().toList();
        }
    }

    /** Without what is random in it, or depends on where the table lies. */
    private String named(String text) {
        return text.replace(root.toString(), "").replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-\\d+)*", "#");
    }

    /** Number of files below a directory of the table. */
    long count(String directory) throws IOException {
        return paths().entrySet().stream()
                .filter(path -> path.getKey().startsWith(directory))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** How many files there are of each path, in which what is random in a name is left out. */
    Map<String, Long> paths() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, Long> paths = new TreeMap<>();
            files.filter(Files::isRegularFile)
                    .map(file -> named(root.relativize(file).toString()))
                    .forEach(path -> paths.merge(path, 1L, Long::sum));
            return paths;
        }
    }

    /** The data files of the newest snapshot: where they lie, and what manifests say of them. */
    List<String> dataFiles() {
        return new LiveFiles(files(), table.schema())
                .of(files().snapshots().latest(), null).stream()
                        .map(entry -> entry.bucket() + " " + describe(entry.file()))
                        .sorted()
                        .toList();
    }

    private static String describe(DataFile file) {
        return file.name().replaceAll(".*\\.", "") + " level " + file.level() + " rows " + file.rowCount() + " bytes "
                + file.sizeInBytes() + " statistics of " + file.valueStatsColumns() + describe(file.valueStats());
    }

    private static String describe(@Nullable SimpleStats statistics) {
        return statistics == null
                ? ""
                : " " + statistics.min() + " " + statistics.max() + " " + Arrays.toString(statistics.nullCounts());
    }

    /** The bytes of the data files. */
    List<Integer> contents() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("bucket-0"))) {
            Map<String, Integer> hashes = new HashMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                hashes.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)));
            }
            return hashes.values().stream().sorted().toList();
        }
    }

    /** The number of manifests that the newest snapshot names. */
    int manifests() throws Exception {
        return new LiveFiles(files(), table.schema())
                .manifests(files().snapshots().latest())
                .size();
    }
}
