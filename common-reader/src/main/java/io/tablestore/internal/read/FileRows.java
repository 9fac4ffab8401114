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
import io.tablestore.error.TableStoreException;
import io.tablestore.internal.file.FileFormat;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.FileDecoder.StoredColumn;
import io.tablestore.internal.file.decoder.RowRanges;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.memory.MemoryShortage;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.predicate.BoundPredicate.Leaf;
import io.tablestore.internal.read.column.ConstantColumns;
import io.tablestore.internal.read.column.Evolution;
import io.tablestore.internal.read.column.FileColumn;
import io.tablestore.internal.read.column.MissingColumn;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.memory.OutOfMemoryException;
import org.jspecify.annotations.Nullable;

/** The rows of one data file. The way to read a column is planned once per file. */
final class FileRows implements StoredRows {

    private final ReadContext context;
    private final DataFile file;
    private final TableSchema fileSchema;
    private final FileDecoder decoder;
    private final @Nullable ManifestCheck rowCheck;
    private final Map<DataField, @Nullable FileColumn> columns = new HashMap<>();

    FileRows(ReadContext context, DataFile file) {
        this.context = context;
        this.file = file;
        this.fileSchema = context.schemaOf(file);
        try {
            this.decoder = context.open(file);
            this.rowCheck = fileSchema.hasPrimaryKey() ? checked() : null;
        } catch (TableStoreException failed) {
            throw failed.namedBy(context::namer);
        }
    }

    /** Checks the manifest against the file's statistics. Returns the check if the rows must be checked as well. */
    private @Nullable ManifestCheck checked() {
        try {
            ManifestCheck check = new ManifestCheck(file(), file, decoder, fileSchema.trimmedPrimaryKey());
            return check.checkStatistics() ? check : null;
        } catch (RuntimeException damaged) {
            decoder.close();
            throw damaged;
        }
    }

    DataFile dataFile() {
        return file;
    }

    @Override
    public String file() {
        return context.path(file);
    }

    @Override
    public int unitCount() {
        return decoder.unitCount();
    }

    @Override
    public long unitRowCount(int unit) {
        return decoder.unitRowCount(unit);
    }

    @Override
    public void openUnit(int unit) {
        attempt(() -> decoder.openUnit(unit));
    }

    @Override
    public boolean has(DataField column) {
        return stored(column) != null;
    }

    private @Nullable FileColumn stored(DataField wanted) {
        if (!columns.containsKey(wanted)) {
            attempt(() -> columns.put(wanted, find(wanted)));
        }
        return columns.get(wanted);
    }

    /** The stored column, found by field id; null if the file is older than the column. */
    private @Nullable FileColumn find(DataField wanted) {
        if (SystemColumns.isOne(wanted)) {
            return new FileColumn(wanted, wanted, null);
        }
        DataField stored = fileSchema.fieldById(wanted.id());
        if (stored == null) {
            return null;
        }
        List<String> written = file.writeColumns();
        if (written != null && !written.contains(stored.name())) {
            return null;
        }
        if (!decoder.hasColumn(stored.name())) {
            MissingColumn.checkIsNull(file(), file, fileSchema, stored, decoder);
            return null;
        }
        return Evolution.plan(file(), stored, wanted, context.pool);
    }

    @Override
    public RowRanges matchingRows(int unit, BoundPredicate predicate) {
        return attempt(this::reading, () -> decoder.matchingRows(unit, predicate, this::statisticsColumn));
    }

    /** The file's column that a leaf tests; null if it is null in every row. */
    private @Nullable StoredColumn statisticsColumn(Leaf leaf) {
        List<String> path = new ArrayList<>();
        List<DataField> storedFields = fileSchema.fields();
        DataField wanted = leaf.column();
        while (true) {
            int position = ColumnPath.position(storedFields, wanted.id());
            if (position < 0) {
                return null;
            }
            DataField stored = storedFields.get(position);
            path.add(stored.name());
            if (wanted.id() == leaf.field().id()) {
                boolean comparable = Evolution.decodesAs(stored.type(), wanted.type());
                return new StoredColumn(path, stored.type(), comparable);
            }
            wanted = ((DataType.Row) wanted.type()).fields().get(0);
            storedFields = ((DataType.Row) stored.type()).fields();
        }
    }

    @Override
    public void prefetch(Collection<DataField> wanted) {
        attempt(() -> decoder.prefetch(names(wanted)));
    }

    @Override
    public int fittingRows(long start, int most, long bytes, Collection<DataField> wanted, ColumnForm form) {
        return attempt(this::reading, () -> {
            int rows = decoder.fittingRows(start, most, bytes, names(wanted), form);
            if (rowCheck != null) { // these rows are decoded next; earlier rows are never decoded again
                rowCheck.checkRows(start, rows);
            }
            return rows;
        });
    }

    private List<String> names(Collection<DataField> wanted) {
        List<String> names = new ArrayList<>();
        for (DataField column : wanted) {
            FileColumn stored = stored(column);
            if (stored != null) {
                names.add(stored.name());
            }
        }
        return names;
    }

    @Override
    public ArrowColumn decode(DataField wanted, RowSet rows, ColumnForm form) {
        FileColumn stored = stored(wanted);
        if (stored == null) {
            return ConstantColumns.of(wanted, null, rows.slotCount(), context.pool);
        }
        return attempt(() -> file() + ": column " + wanted.name(), () -> stored.decode(decoder, rows, form));
    }

    private String reading() {
        return "Reading " + file();
    }

    private void attempt(Runnable read) {
        attempt(this::reading, () -> {
            read.run();
            return true;
        });
    }

    /** Runs a read. Its errors name what refers to the file, or what exceeded the available memory. */
    private <T> T attempt(Supplier<String> what, Supplier<T> read) {
        try {
            return read.get();
        } catch (TableStoreException failed) {
            throw failed.namedBy(context::namer);
        } catch (OutOfMemoryException full) {
            throw MemoryShortage.offHeap(what.get(), context.pool.allocator(), full);
        }
    }

    /** Whether some row may take its value from an older file. */
    boolean leavesToOlder() {
        return FileFormat.ofFile(file.name()) == FileFormat.BLOB;
    }

    /** Whether a row of the open unit takes its value from an older file. */
    boolean leavesToOlder(long row) {
        return decoder.leavesToOlder(row);
    }

    @Override
    public long bytesRead() {
        return decoder.bytesRead();
    }

    @Override
    public void close() {
        decoder.close();
    }
}
