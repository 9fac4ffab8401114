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
package io.tablestore.file.avro;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.file.DataFileInput;
import io.tablestore.file.FileDecoder;
import io.tablestore.file.RowRanges;
import io.tablestore.file.RowSet;
import io.tablestore.format.AvroCursor;
import io.tablestore.fs.RangeReader;
import io.tablestore.predicate.BoundPredicate;
import io.tablestore.predicate.BoundPredicate.Leaf;
import io.tablestore.types.DataField;
import io.tablestore.vector.ArrowColumn;
import io.tablestore.vector.ArrowTypes;
import io.tablestore.vector.BufferPool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An Avro data file. Its units are stretches of blocks. When a unit is opened its records are walked over once, noting
 * where each field of each row starts; a column then is decoded from those places, for the wanted rows alone.
 */
public final class AvroDecoder implements FileDecoder {

    private static final int MAX_UNIT_ROWS = 65_536;

    /** Places of fields noted at one time. */
    private static final int MAX_PLACES = 4 << 20;

    private static final long MAX_UNIT_BYTES = 32 << 20;

    /** The records of a block, and the row of the unit behind its last. */
    private record OpenBlock(AvroCursor cursor, int endRow) {}

    private final String file;
    private final RangeReader reader;
    private final long size;
    private final long rowCount;
    private final BufferPool pool;
    private final AvroBlocks blocks;
    private final List<Schema.Field> fields;
    private final Map<String, Integer> fieldIndex = new HashMap<>();
    private final List<List<AvroBlocks.Block>> units;

    private final List<OpenBlock> open = new ArrayList<>();
    private int[][] places = new int[0][];
    private int unit = -1;

    private AvroDecoder(DataFileInput input, AvroBlocks blocks) {
        this.file = input.file();
        this.reader = input.reader();
        this.size = input.sizeInBytes();
        this.rowCount = input.rowCount();
        this.pool = input.pool();
        this.blocks = blocks;
        this.fields = blocks.container().record().getFields();
        for (int i = 0; i < fields.size(); i++) {
            fieldIndex.put(fields.get(i).name(), i);
        }
        this.units = units(blocks.blocks(), fields.size());
    }

    /** Opens a file and finds its blocks. */
    public static AvroDecoder open(DataFileInput input) throws IOException {
        AvroBlocks blocks = new AvroBlocks(input.file(), input.reader(), input.sizeInBytes());
        long rows = 0;
        for (AvroBlocks.Block block : blocks.blocks()) {
            rows += block.rows();
        }
        if (rows != input.rowCount()) {
            throw new CorruptFileException(
                    input.file(), "the number of records", input.rowCount() + " (_ROW_COUNT)", Long.toString(rows));
        }
        return new AvroDecoder(input, blocks);
    }

    private static List<List<AvroBlocks.Block>> units(List<AvroBlocks.Block> blocks, int fieldCount) {
        long maxRows = Math.min(MAX_UNIT_ROWS, MAX_PLACES / Math.max(1, fieldCount));
        List<List<AvroBlocks.Block>> units = new ArrayList<>();
        List<AvroBlocks.Block> current = new ArrayList<>();
        long rows = 0;
        long bytes = 0;
        for (AvroBlocks.Block block : blocks) {
            boolean full = rows + block.rows() > maxRows || bytes + block.length() > MAX_UNIT_BYTES;
            if (!current.isEmpty() && full) {
                units.add(current);
                current = new ArrayList<>();
                rows = 0;
                bytes = 0;
            }
            current.add(block);
            rows += block.rows();
            bytes += block.length();
        }
        if (!current.isEmpty()) {
            units.add(current);
        }
        return units;
    }

    @Override
    public int unitCount() {
        return units.size();
    }

    @Override
    public long unitRowCount(int index) {
        return units.get(index).stream().mapToLong(AvroBlocks.Block::rows).sum();
    }

    @Override
    public RowRanges matchingRows(int index, BoundPredicate predicate, Function<Leaf, @Nullable StoredColumn> columns) {
        return RowRanges.all(unitRowCount(index));
    }

    @Override
    public void openUnit(int index) {
        unit = index;
        open.clear();
        places = new int[fields.size()][(int) unitRowCount(index)];
        int row = 0;
        try {
            for (AvroBlocks.Block block : units.get(index)) {
                AvroCursor cursor = blocks.open(block);
                for (long i = 0; i < block.rows(); i++, row++) {
                    walk(cursor, row);
                }
                if (!cursor.isAtEnd()) {
                    throw new IOException("a block holds more than its " + block.rows() + " records");
                }
                open.add(new OpenBlock(cursor, row));
            }
        } catch (IOException | IndexOutOfBoundsException damaged) {
            throw damaged("records", damaged);
        }
    }

    private void walk(AvroCursor cursor, int row) {
        Schema top = blocks.container().schema();
        if (top.isUnion() && cursor.branch(top).getType() == Schema.Type.NULL) {
            throw new IndexOutOfBoundsException("record " + row + " is null");
        }
        for (int field = 0; field < places.length; field++) {
            places[field][row] = cursor.position();
            cursor.skip(fields.get(field).schema());
        }
    }

    private CorruptFileException damaged(String what, Exception cause) {
        return new CorruptFileException(
                file, what + " of block group " + unit + " cannot be read: " + cause.getMessage(), cause);
    }

    @Override
    public void prefetch(Iterable<String> names) {
        // A unit is read whole when it is opened.
    }

    @Override
    public boolean hasColumn(String name) {
        return fieldIndex.containsKey(name);
    }

    @Override
    public ArrowColumn decode(String name, DataField wanted, RowSet rows, boolean expanded) {
        Integer field = fieldIndex.get(name);
        if (field == null) {
            throw new IllegalStateException(file + " has no column " + name);
        }
        AvroValueReader values =
                AvroValueReader.of(file, wanted, fields.get(field).schema());
        FieldVector vector = ArrowTypes.field(wanted.asNullable()).createVector(pool.allocator());
        try {
            vector.setInitialCapacity(rows.slotCount());
            vector.allocateNew();
            int[] picked = rows.rows();
            int[] slots = rows.slots();
            int[] starts = places[field];
            int block = 0;
            for (int i = 0; i < rows.wanted(); i++) {
                int row = (int) rows.start() + (picked == null ? i : picked[i]);
                while (open.get(block).endRow <= row) {
                    block++;
                }
                AvroCursor cursor = open.get(block).cursor;
                cursor.seek(starts[row]);
                values.read(cursor, vector, slots == null ? i : slots[i]);
            }
            vector.setValueCount(rows.slotCount());
            return ArrowColumn.of(vector, pool);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException damaged) {
            vector.close();
            throw damaged("column " + name, damaged);
        } catch (RuntimeException failed) {
            vector.close();
            throw failed;
        }
    }

    /** A third of a row, compressed about three times, for each column asked for out of all. */
    @Override
    public long rowWidth(int index, Iterable<String> names) {
        long asked = 0;
        for (String name : names) {
            asked += hasColumn(name) ? 1 : 0;
        }
        return 3 * size / Math.max(1, rowCount) * asked / Math.max(1, fields.size());
    }

    @Override
    public long bytesRead() {
        return blocks.bytesRead();
    }

    @Override
    public void close() {
        open.clear();
        try {
            reader.close();
        } catch (IOException failed) {
            throw StoreException.from(file, "cannot be closed", failed);
        }
    }
}
