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
package io.tablestore.internal.file.avro;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.StoreException;
import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.format.avro.AvroCursor;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.types.DataField;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An Avro data file. Its units are groups of blocks. A block is decompressed when its first row is reached. One pass over its
 * records stores the position of each field of each row. Columns are then decoded from these positions, only for the wanted rows.
 * Blocks are released when later rows are requested.
 */
public final class AvroDecoder implements FileDecoder {

    private static final int MAX_UNIT_ROWS = 65_536;

    /** The property in which Iceberg's writers store the id of a field. */
    private static final String FIELD_ID = "field-id";

    /** Maximum number of field positions stored at one time. */
    private static final int MAX_PLACES = 4 << 20;

    private static final long MAX_UNIT_BYTES = 32 << 20;

    /** Bytes of a value in a vector in addition to its content. */
    private static final int LEAST_WIDTH = Integer.BYTES;

    /** The records of a block, and the end row, exclusive, in the unit. */
    private record OpenBlock(AvroCodec.Plain plain, AvroCursor cursor, int endRow) {}

    private final String file;
    private final RangeReader reader;
    private final BufferPool pool;
    private final AvroBlocks blocks;
    private final List<Schema.Field> fields;
    private final Map<String, Integer> fieldIndex = new HashMap<>();
    private final List<List<AvroBlocks.Block>> units;

    private final ArrayDeque<OpenBlock> open = new ArrayDeque<>();
    private long openBytes;

    /** The start of each field of each row of the unit in its block; after the last field, the end of the row. */
    private int[][] places = new int[0][];

    private int unit = -1;

    /** The blocks of the unit opened so far, and their rows. */
    private int opened;

    private int openedRows;

    private AvroDecoder(DataFileInput input, AvroBlocks blocks) {
        this.file = input.file();
        this.reader = input.reader();
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
        AvroBlocks blocks = new AvroBlocks(input);
        long rows = 0;
        for (AvroBlocks.Block block : blocks.blocks()) {
            rows += block.rows();
        }
        if (rows != input.rowCount()) {
            throw new CorruptFileException(
                    input.file(),
                    "The file holds " + rows + " records, but its manifest says " + input.rowCount()
                            + " (_ROW_COUNT).");
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
        leaveBlocks(Integer.MAX_VALUE);
        unit = index;
        opened = 0;
        openedRows = 0;
        places = new int[fields.size() + 1][(int) unitRowCount(index)];
    }

    /** Opens the blocks up to a row, exclusive. */
    private void openTo(long endRow) {
        List<AvroBlocks.Block> stored = units.get(unit);
        try {
            while (openedRows < endRow && opened < stored.size()) {
                open(stored.get(opened++));
            }
        } catch (IOException | IndexOutOfBoundsException damaged) {
            throw damaged("The records", damaged);
        }
    }

    private void open(AvroBlocks.Block block) throws IOException {
        AvroCodec.Plain plain = blocks.open(block);
        AvroCursor cursor = new AvroCursor(plain.memory(), plain.length());
        int endRow = openedRows + (int) block.rows();
        open.add(new OpenBlock(plain, cursor, endRow));
        openBytes += plain.length();
        for (int row = openedRows; row < endRow; row++) {
            walk(cursor, row);
        }
        openedRows = endRow;
        if (!cursor.isAtEnd()) {
            throw new IOException("a block holds more than its " + block.rows() + " records");
        }
    }

    /** Releases the blocks whose rows lie before a row. */
    private void leaveBlocks(long row) {
        while (!open.isEmpty() && open.peek().endRow <= row) {
            AvroCodec.Plain plain = open.remove().plain;
            openBytes -= plain.length();
            pool.give(plain.memory());
        }
    }

    @Override
    public int fittingRows(long start, int most, long bytes, Collection<String> names, ColumnForm form) {
        leaveBlocks(start);
        int[] asked = names.stream()
                .filter(this::hasColumn)
                .mapToInt(fieldIndex::get)
                .distinct()
                .toArray();
        long total = 0;
        for (int i = 0; i < most; i++) {
            int row = (int) start + i;
            if (row >= openedRows) {
                if (i > 0 && openBytes >= bytes) {
                    return i; // the blocks themselves take memory
                }
                openTo(row + 1L);
            }
            for (int field : asked) {
                total += places[field + 1][row] - places[field][row];
            }
            total += (long) LEAST_WIDTH * asked.length;
            if (total > bytes && i > 0) {
                return i;
            }
        }
        return most;
    }

    private void walk(AvroCursor cursor, int row) {
        Schema top = blocks.container().schema();
        if (top.isUnion() && cursor.branch(top).getType() == Schema.Type.NULL) {
            throw new IndexOutOfBoundsException("record " + row + " is null");
        }
        for (int field = 0; field < fields.size(); field++) {
            places[field][row] = cursor.position();
            cursor.skip(fields.get(field).schema());
        }
        places[fields.size()][row] = cursor.position();
    }

    private CorruptFileException damaged(String what, Exception cause) {
        return new CorruptFileException(
                file, what + " of block group " + unit + " cannot be read: " + cause.getMessage() + ".", cause);
    }

    @Override
    public void prefetch(Iterable<String> names) {
        // Blocks hold all columns.
    }

    @Override
    public boolean hasColumn(String name) {
        return fieldIndex.containsKey(name);
    }

    @Override
    public List<String> fieldNames(List<String> path) {
        if (!path.isEmpty()) {
            return FileDecoder.super.fieldNames(path);
        }
        return fields.stream().map(Schema.Field::name).toList();
    }

    @Override
    public @Nullable String columnWithId(int fieldId) {
        for (Schema.Field field : fields) {
            if (field.getObjectProp(FIELD_ID) instanceof Number id && id.longValue() == fieldId) {
                return field.name();
            }
        }
        return null;
    }

    @Override
    public ArrowColumn decode(String name, DataField wanted, RowSet rows, ColumnForm form) {
        Integer field = fieldIndex.get(name);
        if (field == null) {
            throw new IllegalStateException(file + " has no column " + name);
        }
        AvroValueReader values =
                AvroValueReader.of(file, wanted, fields.get(field).schema());
        openTo(rows.start() + rows.count());
        FieldVector vector = ArrowTypes.field(wanted.asNullable()).createVector(pool.allocator());
        try {
            allocate(vector, field, rows);
            int[] picked = rows.rows();
            int[] slots = rows.slots();
            int[] starts = places[field];
            Iterator<OpenBlock> following = open.iterator();
            OpenBlock block = null;
            for (int i = 0; i < rows.wanted(); i++) {
                int row = (int) rows.start() + (picked == null ? i : picked[i]);
                while (block == null || block.endRow <= row) {
                    block = following.next();
                }
                AvroCursor cursor = block.cursor;
                cursor.seek(starts[row]);
                values.read(cursor, vector, slots == null ? i : slots[i]);
            }
            vector.setValueCount(rows.slotCount());
            return ArrowColumn.of(vector, pool);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException damaged) {
            vector.close();
            throw damaged("Column " + name, damaged);
        } catch (RuntimeException failed) {
            vector.close();
            throw failed;
        }
    }

    /** Allocates the memory for all values at once, because a vector that grows takes twice as much. */
    private void allocate(FieldVector vector, int field, RowSet rows) {
        if (!(vector instanceof BaseVariableWidthVector values)) {
            vector.setInitialCapacity(rows.slotCount());
            vector.allocateNew();
            return;
        }
        long bytes = 0;
        for (int i = 0; i < rows.wanted(); i++) {
            int row = (int) rows.start() + (rows.rows() == null ? i : rows.rows()[i]);
            bytes += places[field + 1][row] - places[field][row];
        }
        pool.makeRoom(bytes + 8L * rows.slotCount());
        values.allocateNew(bytes, rows.slotCount());
    }

    @Override
    public long bytesRead() {
        return blocks.bytesRead();
    }

    @Override
    public void close() {
        leaveBlocks(Integer.MAX_VALUE);
        try {
            reader.close();
        } catch (IOException failed) {
            throw StoreException.from(file, "The file cannot be closed", failed);
        }
    }
}
