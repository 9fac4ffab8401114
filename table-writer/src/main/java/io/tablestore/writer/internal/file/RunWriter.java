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

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.options.FormatOptions;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * Writes one sorted run, or rows of an append table, to data files of a bucket. Starts a new file when one reaches the target
 * size.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class RunWriter implements AutoCloseable {

    private static final long TARGET_WITH_KEY = 128L << 20;
    private static final long TARGET_WITHOUT_KEY = 256L << 20;

    private final BucketDirectory directory;
    private final TableSchema schema;
    private final FileNamer names;
    private final int level;
    private final int source;
    private final FileEncoders encoders;
    private final long targetSize;
    private final List<DataField> keyFields;
    private final List<Integer> keyPositions;
    private final List<StatisticsMode> modes = new ArrayList<>();
    private final List<DataFile> finished = new ArrayList<>();
    private @Nullable OpenFile open;

    /** The file being written, and what its manifest entry will say of its rows. */
    private record OpenFile(DataFileWriter writer, DataFileRows rows) {}

    /**
     * @param level the level of the files
     * @param source {@link DataFile#APPENDED} or {@link DataFile#COMPACTED}
     */
    public RunWriter(BucketDirectory directory, TableSchema schema, FileNamer names, int level, int source) {
        this.directory = directory;
        this.schema = schema;
        this.names = names;
        this.level = level;
        this.source = source;
        this.encoders = new FileEncoders(schema, level);
        long target = schema.optionSet().get(FormatOptions.TARGET_FILE_SIZE);
        this.targetSize = target > 0 ? target : schema.hasPrimaryKey() ? TARGET_WITH_KEY : TARGET_WITHOUT_KEY;
        this.keyFields = schema.hasPrimaryKey() ? schema.trimmedPrimaryKey() : List.of();
        this.keyPositions =
                keyFields.stream().map(key -> schema.fields().indexOf(key)).toList();
        for (int i = 0; i < schema.fields().size(); i++) {
            modes.add(StatisticsMode.of(schema, schema.fields().get(i), i, level));
        }
    }

    /**
     * Appends rows of a primary-key table. They must continue the key order of earlier rows.
     *
     * @param columns in schema order
     * @param sequences {@code _SEQUENCE_NUMBER}, without nulls
     * @param kinds {@code _VALUE_KIND}, without nulls
     */
    public void write(List<FieldVector> columns, FieldVector sequences, FieldVector kinds, int rowCount) {
        if (rowCount == 0) {
            return;
        }
        List<FieldVector> keys = keyPositions.stream().map(columns::get).toList();
        List<FieldVector> stored = new ArrayList<>();
        if (encoders.storesKeys()) {
            stored.addAll(keys);
        }
        stored.add(sequences);
        stored.add(kinds);
        stored.addAll(columns);
        OpenFile file = file();
        file.writer.write(stored, rowCount);
        file.rows.add(columns, rowCount);
        file.rows.addKeys(keys, rowCount);
        file.rows.addVersions(sequences.getDataBuffer(), kinds.getDataBuffer(), rowCount);
        rollIfFull(file);
    }

    /**
     * Appends rows of a table without a key.
     *
     * @param firstSequence sequence number of the first row, or a smaller one
     * @param lastSequence sequence number of the last row, or a greater one
     */
    public void append(List<FieldVector> columns, long firstSequence, long lastSequence, int rowCount) {
        if (rowCount > 0) {
            OpenFile file = file();
            file.writer.write(columns, rowCount);
            file.rows.add(columns, rowCount);
            file.rows.addSequences(firstSequence, lastSequence);
            rollIfFull(file);
        }
    }

    private OpenFile file() {
        OpenFile file = open;
        if (file == null) {
            DataFileRows rows = new DataFileRows(schema, modes, keyFields);
            file = new OpenFile(new DataFileWriter(directory, names.next(encoders.extension()), encoders), rows);
            open = file;
        }
        return file;
    }

    private void rollIfFull(OpenFile file) {
        if (file.writer.size() >= targetSize) {
            endFile();
        }
    }

    private void endFile() {
        OpenFile file = open;
        if (file != null) {
            finished.add(file.rows.describe(file.writer.name(), file.writer.finish(), level, source));
            open = null;
        }
    }

    /** Bytes of the open file so far, or 0 if none is open. */
    public long openBytes() {
        OpenFile file = open;
        return file == null ? 0 : file.writer.size();
    }

    /** Ends the run; returns its files in key order. */
    public List<DataFile> finish() {
        endFile();
        return List.copyOf(finished);
    }

    /** Abandons the open file, if the run was not finished. Nothing refers to it. */
    @Override
    public void close() {
        OpenFile file = open;
        if (file != null) {
            open = null;
            file.writer.abandon();
        }
    }

    /** Deletes the files of a run that will not be committed. */
    public void abort() {
        close();
        UncommittedFile.deleteAll(
                directory.fileSystem(),
                finished.stream().map(file -> directory.path(file.name())).toList());
        finished.clear();
    }
}
