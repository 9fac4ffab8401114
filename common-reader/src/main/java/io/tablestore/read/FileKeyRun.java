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
import io.tablestore.scan.SortedRun;
import io.tablestore.scan.SplitFile;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.vector.ArrowColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    private final Map<String, Integer> tieRanks;
    private final int blockRows;

    private int fileIndex = -1;
    private @Nullable FileDecoder decoder;
    private int unit;
    private long unitRow;
    private @Nullable Block block;

    /**
     * @param tieRanks of all files of the section, by name
     * @param blockRows most rows in a block
     */
    FileKeyRun(
            ReadContext context,
            SortedRun run,
            List<DataField> keyFields,
            List<DataField> sequenceFields,
            Map<String, Integer> tieRanks,
            int blockRows) {
        this.context = context;
        this.files = run.files();
        this.keyFields = keyFields;
        this.sequenceFields = sequenceFields;
        this.tieRanks = tieRanks;
        this.blockRows = blockRows;
    }

    @Override
    public long rowCount() {
        return files.stream().mapToLong(file -> file.file().rowCount()).sum();
    }

    @Override
    public boolean mayRetractLater() {
        for (int i = fileIndex + 1; i < files.size(); i++) {
            if (files.get(i).file().deleteRowCount() != 0) {
                return true;
            }
        }
        FileDecoder open = decoder;
        return open != null && files.get(fileIndex).file().deleteRowCount() != 0;
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
                open = context.open(files.get(fileIndex).file());
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
                open.prefetch(keyNames(open));
                continue;
            }
            int count = (int) Math.min(blockRows, open.unitRowCount(unit) - unitRow);
            Block created = new Block(files.get(fileIndex).file(), open, RowSet.all(unitRow, count));
            unitRow += count;
            block = created;
            context.counters.rowsMerged += count;
            return created;
        }
    }

    private List<String> keyNames(FileDecoder open) {
        DataFile file = files.get(fileIndex).file();
        List<String> names = new ArrayList<>();
        for (DataField field : keyFields) {
            DataField stored = context.stored(field, file, open);
            if (stored != null) {
                names.add(stored.name());
            }
        }
        return names;
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

    /** A stretch of rows of the file at hand. */
    private final class Block implements KeyBlock {

        private final DataFile file;
        private final FileDecoder source;
        private final RowSet rows;
        private final List<ArrowColumn> decoded = new ArrayList<>();
        private @Nullable List<FieldVector> keys;
        private @Nullable List<FieldVector> userSequence;
        private @Nullable FieldVector sequences;
        private @Nullable FieldVector kinds;

        Block(DataFile file, FileDecoder source, RowSet rows) {
            this.file = file;
            this.source = source;
            this.rows = rows;
        }

        private FieldVector decode(String name, DataField field) {
            ArrowColumn column = source.decode(name, field, rows, true);
            decoded.add(column);
            return column.vector();
        }

        /** A key or sequence column, by field id; null rows if the file is older than the column. */
        private FieldVector decode(DataField field) {
            DataField stored = context.stored(field, file, source);
            if (stored != null) {
                return decode(stored.name(), field);
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
