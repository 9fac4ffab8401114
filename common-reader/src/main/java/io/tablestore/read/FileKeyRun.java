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
package io.tablestore.read;

import io.tablestore.file.FileDecoder;
import io.tablestore.file.RowSet;
import io.tablestore.format.DataFile;
import io.tablestore.merge.KeyBlock;
import io.tablestore.merge.KeyRun;
import io.tablestore.merge.RowBits;
import io.tablestore.scan.SortedRun;
import io.tablestore.scan.SplitFile;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** The keys of the files of one sorted run, read in blocks. Only the key columns are decoded unless more is asked for. */
final class FileKeyRun implements KeyRun {

    private static final DataField SEQUENCE = new DataField(
            -2, ReadContext.SEQUENCE_COLUMN, DataType.of(TypeRoot.BIGINT).withNullable(false));
    private static final DataField KIND = new DataField(
            -1, ReadContext.KIND_COLUMN, DataType.of(TypeRoot.TINYINT).withNullable(false));

    private final ReadContext context;
    private final List<SplitFile> files;
    private final List<DataField> keyFields;
    private final List<DataField> sequenceFields;
    private final List<DataField> prefetched;
    private final Map<String, Integer> tieRanks;
    private final int blockRows;

    private int fileIndex = -1;
    private @Nullable FileDecoder decoder;
    private final Map<Integer, @Nullable FileColumn> storedById = new HashMap<>();
    private @Nullable RowBits alive;
    private long fileRow;
    private int unit;
    private long unitRow;
    private @Nullable Block block;

    /**
     * @param valueFields columns that will be decoded as well
     * @param tieRanks of all files of the section, by name
     * @param blockRows most rows in a block
     */
    FileKeyRun(
            ReadContext context,
            SortedRun run,
            List<DataField> keyFields,
            List<DataField> sequenceFields,
            List<DataField> valueFields,
            Map<String, Integer> tieRanks,
            int blockRows) {
        this.context = context;
        this.files = run.files();
        this.keyFields = keyFields;
        this.sequenceFields = sequenceFields;
        this.prefetched = new ArrayList<>(keyFields);
        this.prefetched.addAll(valueFields);
        this.tieRanks = tieRanks;
        this.blockRows = blockRows;
    }

    @Override
    public long rowCount() {
        return files.stream().mapToLong(file -> file.file().rowCount()).sum();
    }

    @Override
    public boolean mayDropLater() {
        for (int i = fileIndex + 1; i < files.size(); i++) {
            if (mayDrop(files.get(i))) {
                return true;
            }
        }
        return decoder != null && mayDrop(files.get(fileIndex));
    }

    private static boolean mayDrop(SplitFile part) {
        return part.file().deleteRowCount() != 0 || part.deletions() != null;
    }

    @Override
    public @Nullable KeyBlock next() {
        releaseBlock();
        while (true) {
            FileDecoder open = decoder;
            if (open == null) {
                fileIndex++;
                if (fileIndex >= files.size()) {
                    return null;
                }
                SplitFile part = files.get(fileIndex);
                alive = context.alive(part);
                storedById.clear();
                fileRow = 0;
                open = context.open(part.file());
                decoder = open;
                unit = -1;
                unitRow = 0;
            }
            if (unit < 0 || unitRow == open.unitRowCount(unit)) {
                unit++;
                unitRow = 0;
                if (unit == open.unitCount()) {
                    closeFile();
                    continue;
                }
                open.openUnit(unit);
                open.prefetch(names(open));
                continue;
            }
            int count = (int) Math.min(blockRows, open.unitRowCount(unit) - unitRow);
            Block created = new Block(files.get(fileIndex).file(), open, RowSet.all(unitRow, count), alive, fileRow);
            unitRow += count;
            fileRow += count;
            block = created;
            context.counters.rowsMerged += count;
            return created;
        }
    }

    private List<String> names(FileDecoder open) {
        Set<String> names = new LinkedHashSet<>();
        for (DataField field : prefetched) {
            FileColumn stored = stored(field, open);
            if (stored != null) {
                names.add(stored.name());
            }
        }
        return List.copyOf(names);
    }

    /** A column of the open file; how it is read is planned once. */
    private @Nullable FileColumn stored(DataField field, FileDecoder open) {
        if (!storedById.containsKey(field.id())) {
            storedById.put(
                    field.id(), context.stored(field, files.get(fileIndex).file(), open));
        }
        return storedById.get(field.id());
    }

    private void releaseBlock() {
        if (block != null) {
            block.release();
            block = null;
        }
    }

    private void closeFile() {
        FileDecoder open = decoder;
        if (open != null) {
            decoder = null;
            context.counters.bytesRead += open.bytesRead();
            open.close();
        }
    }

    @Override
    public void close() {
        releaseBlock();
        closeFile();
    }

    /**
     * Rows of one column of the block at hand.
     *
     * @param firstRow the block's row that is the vector's row 0
     * @param owned closed by the caller if not null; otherwise the vector is the block's
     */
    record ValueRows(
            FieldVector vector, int firstRow, @Nullable ArrowColumn owned) {}

    /**
     * Reads rows of a column of the block at hand. For one column, calls go forwards.
     *
     * @param firstRow first row in the block
     * @param wanted rows that count, relative to {@code firstRow}, ascending; the others come out null. Null is all.
     */
    ValueRows values(DataField field, int firstRow, int count, int @Nullable [] wanted, int wantedCount) {
        if (block == null) {
            throw new IllegalStateException("the run has no block");
        }
        return block.values(field, firstRow, count, wanted, wantedCount);
    }

    /** A stretch of rows of the file at hand. */
    private final class Block implements KeyBlock {

        private final DataFile file;
        private final FileDecoder source;
        private final RowSet rows;
        private final @Nullable RowBits aliveInFile;
        private final long firstRow;
        private final List<ArrowColumn> decoded = new ArrayList<>();
        private @Nullable List<FieldVector> keys;
        private @Nullable List<FieldVector> userSequence;
        private @Nullable FieldVector sequences;
        private @Nullable FieldVector kinds;

        Block(DataFile file, FileDecoder source, RowSet rows, @Nullable RowBits aliveInFile, long firstRow) {
            this.file = file;
            this.source = source;
            this.rows = rows;
            this.aliveInFile = aliveInFile;
            this.firstRow = firstRow;
        }

        /** Rows of a column; key and sequence columns are decoded whole, the others as far as asked for. */
        ValueRows values(DataField field, int firstRow, int count, int @Nullable [] wanted, int wantedCount) {
            int key = keyFields.indexOf(field);
            if (key >= 0) {
                return new ValueRows(keys().get(key), 0, null);
            }
            int sequence = sequenceFields.indexOf(field);
            if (sequence >= 0) {
                return new ValueRows(sequenceFields().get(sequence), 0, null);
            }
            FileColumn stored = stored(field, source);
            ArrowColumn column = stored == null
                    ? ConstantColumns.of(field, null, count, context.pool)
                    : stored.decode(
                            source,
                            new RowSet(rows.start() + firstRow, count, wanted, wanted, wantedCount, count),
                            true);
            return new ValueRows(column.vector(), firstRow, column);
        }

        private FieldVector decode(String name, DataField field) {
            ArrowColumn column = source.decode(name, field, rows, true);
            decoded.add(column);
            return column.vector();
        }

        /** A key or sequence column, by field id; null rows if the file is older than the column. */
        private FieldVector decode(DataField field) {
            FileColumn stored = stored(field, source);
            if (stored != null) {
                ArrowColumn column = stored.decode(source, rows, true);
                decoded.add(column);
                return column.vector();
            }
            ArrowColumn column = ConstantColumns.of(field, null, rows.count(), context.pool);
            decoded.add(column);
            return column.vector();
        }

        @Override
        public String origin() {
            return context.path(file);
        }

        @Override
        public int rowCount() {
            return rows.count();
        }

        @Override
        public List<FieldVector> keys() {
            if (keys == null) {
                keys = keyFields.stream().map(this::decode).toList();
            }
            return keys;
        }

        @Override
        public long minSequence() {
            return file.minSequence();
        }

        @Override
        public long maxSequence() {
            return file.maxSequence();
        }

        @Override
        public int tieRank() {
            return tieRanks.getOrDefault(file.name(), 0);
        }

        @Override
        public FieldVector sequences() {
            if (sequences == null) {
                sequences = decode(ReadContext.SEQUENCE_COLUMN, SEQUENCE);
            }
            return sequences;
        }

        @Override
        public List<FieldVector> sequenceFields() {
            if (userSequence == null) {
                userSequence = sequenceFields.stream().map(this::decode).toList();
            }
            return userSequence;
        }

        @Override
        public boolean mayRetract() {
            return file.deleteRowCount() != 0;
        }

        @Override
        public @Nullable RowBits alive() {
            return aliveInFile;
        }

        @Override
        public long aliveStart() {
            return firstRow;
        }

        @Override
        public int level() {
            return file.level();
        }

        @Override
        public FieldVector kinds() {
            if (kinds == null) {
                kinds = decode(ReadContext.KIND_COLUMN, KIND);
            }
            return kinds;
        }

        void release() {
            decoded.forEach(ArrowColumn::close);
            decoded.clear();
        }
    }
}
