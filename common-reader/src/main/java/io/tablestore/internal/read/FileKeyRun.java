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
package io.tablestore.internal.read;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.merge.KeyBlock;
import io.tablestore.internal.merge.KeyRun;
import io.tablestore.internal.merge.RowBits;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Reads the keys of the files of one sorted run, in blocks. Other columns are decoded only on request. */
final class FileKeyRun implements KeyRun {

    private final ReadContext context;
    private final List<SplitFile> files;
    private final MergeColumns columns;
    private final List<DataField> prefetched;
    private final Map<String, Integer> tieRanks;
    private final BlockSize maxBlock;

    private int fileIndex = -1;
    private @Nullable FileRows file;
    private @Nullable RowBits alive;
    private long fileRow;
    private int unit;
    private long unitRow;
    private @Nullable Block block;

    /**
     * The columns that a merge decodes.
     *
     * @param keys the trimmed primary key
     * @param sequence the columns of {@code sequence.field}
     * @param values other columns that will be decoded
     */
    record MergeColumns(List<DataField> keys, List<DataField> sequence, List<DataField> values) {}

    /**
     * The size of a block.
     *
     * @param rows maximum number of rows
     * @param bytes target size of the columns
     */
    record BlockSize(int rows, long bytes) {}

    /** @param tieRanks ranks of all files of the section, by name */
    FileKeyRun(
            ReadContext context,
            SortedRun run,
            MergeColumns columns,
            Map<String, Integer> tieRanks,
            BlockSize maxBlock) {
        this.context = context;
        this.files = run.files();
        this.columns = columns;
        this.prefetched = new ArrayList<>(columns.keys());
        this.prefetched.addAll(columns.values());
        this.tieRanks = tieRanks;
        this.maxBlock = maxBlock;
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
        return file != null && mayDrop(files.get(fileIndex));
    }

    private static boolean mayDrop(SplitFile part) {
        return part.file().deleteRowCount() != 0 || part.deletions() != null;
    }

    @Override
    public @Nullable KeyBlock next() {
        releaseBlock();
        while (true) {
            FileRows open = file;
            if (open == null) {
                fileIndex++;
                if (fileIndex >= files.size()) {
                    return null;
                }
                SplitFile part = files.get(fileIndex);
                alive = context.alive(part);
                fileRow = 0;
                open = new FileRows(context, part.file());
                file = open;
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
                open.prefetch(prefetched);
                continue;
            }
            int most = (int) Math.min(maxBlock.rows(), open.unitRowCount(unit) - unitRow);
            int count = open.fittingRows(unitRow, most, maxBlock.bytes(), prefetched, ColumnForm.VALUES);
            Block created = new Block(open, RowSet.all(unitRow, count), alive, fileRow);
            unitRow += count;
            fileRow += count;
            block = created;
            context.counters.rowsMerged += count;
            return created;
        }
    }

    private void releaseBlock() {
        if (block != null) {
            block.release();
            block = null;
        }
    }

    private void closeFile() {
        FileRows open = file;
        if (open != null) {
            file = null;
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
     * Rows of one column of the current block.
     *
     * @param firstRow the block's row that is row 0 of the vector
     * @param owned closed by the caller if not null; otherwise the vector belongs to the block
     */
    record ValueRows(
            FieldVector vector, int firstRow, @Nullable ArrowColumn owned) {}

    /**
     * Reads rows of a column of the current block. Calls for the same column must move forward.
     *
     * @param firstRow first row in the block
     * @param wanted the rows to read, relative to {@code firstRow}, ascending; other rows are null. Null means all rows.
     */
    ValueRows values(DataField field, int firstRow, int count, int @Nullable [] wanted, int wantedCount) {
        if (block == null) {
            throw new IllegalStateException("the run has no block");
        }
        return block.values(field, firstRow, count, wanted, wantedCount);
    }

    /** A range of rows of the current file. */
    private final class Block implements KeyBlock {

        private final FileRows source;
        private final DataFile file;
        private final RowSet rows;
        private final @Nullable RowBits aliveInFile;
        private final long firstRow;
        private final List<ArrowColumn> decoded = new ArrayList<>();
        private @Nullable List<FieldVector> keys;
        private @Nullable List<FieldVector> userSequence;
        private @Nullable FieldVector sequences;
        private @Nullable FieldVector kinds;

        Block(FileRows source, RowSet rows, @Nullable RowBits aliveInFile, long firstRow) {
            this.source = source;
            this.file = source.dataFile();
            this.rows = rows;
            this.aliveInFile = aliveInFile;
            this.firstRow = firstRow;
        }

        /** Rows of a column. Key and sequence columns are decoded completely, the others only as far as requested. */
        ValueRows values(DataField field, int firstRow, int count, int @Nullable [] wanted, int wantedCount) {
            int key = columns.keys().indexOf(field);
            if (key >= 0) {
                return new ValueRows(keys().get(key), 0, null);
            }
            int sequence = columns.sequence().indexOf(field);
            if (sequence >= 0) {
                return new ValueRows(sequenceFields().get(sequence), 0, null);
            }
            if (field.equals(SystemColumns.SEQUENCE)) {
                return new ValueRows(sequences(), 0, null);
            }
            ArrowColumn column = source.decode(
                    field,
                    new RowSet(rows.start() + firstRow, count, wanted, wanted, wantedCount, count),
                    ColumnForm.VALUES);
            return new ValueRows(column.vector(), firstRow, column);
        }

        /** A key, sequence or system column; all null if the file is older than the column. */
        private FieldVector decode(DataField field) {
            ArrowColumn column = source.decode(field, rows, ColumnForm.VALUES);
            decoded.add(column);
            return column.vector();
        }

        @Override
        public String origin() {
            return source.file() + " of " + context.namer();
        }

        @Override
        public int rowCount() {
            return rows.count();
        }

        @Override
        public List<FieldVector> keys() {
            if (keys == null) {
                keys = columns.keys().stream().map(this::decode).toList();
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
                sequences = decode(SystemColumns.SEQUENCE);
            }
            return sequences;
        }

        @Override
        public List<FieldVector> sequenceFields() {
            if (userSequence == null) {
                userSequence = columns.sequence().stream().map(this::decode).toList();
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
                kinds = decode(SystemColumns.KIND);
            }
            return kinds;
        }

        void release() {
            decoded.forEach(ArrowColumn::close);
            decoded.clear();
        }
    }
}
