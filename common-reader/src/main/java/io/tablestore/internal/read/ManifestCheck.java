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
import io.tablestore.arrow.VectorValues;
import io.tablestore.error.CorruptFileException;
import io.tablestore.internal.file.decoder.ColumnForm;
import io.tablestore.internal.file.decoder.FileDecoder;
import io.tablestore.internal.file.decoder.RowSet;
import io.tablestore.internal.format.SystemColumns;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.predicate.ColumnStatistics;
import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TimestampValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.jspecify.annotations.Nullable;

/**
 * Compares what a manifest says about a file of a primary-key table with the file itself. A merge relies on the keys, sequence
 * numbers and retractions of a manifest, and manifests have no checksum: a wrong value would give wrong rows. The file's
 * statistics are checked at no cost. Without statistics, the rows are checked as they are read.
 */
final class ManifestCheck {

    /** Texts of at least this length may have been truncated in statistics. */
    private static final int WHOLE_TEXT = 16;

    private final String origin;
    private final DataFile file;
    private final FileDecoder decoder;
    private final List<DataField> key;

    /** @param key the key columns, from the file's schema */
    ManifestCheck(String origin, DataFile file, FileDecoder decoder, List<DataField> key) {
        this.origin = origin;
        this.file = file;
        this.decoder = decoder;
        this.key = key;
    }

    /** Checks the entire file by its statistics; returns whether its rows must be checked too. */
    boolean checkStatistics() {
        for (DataField column : List.of(SystemColumns.SEQUENCE, SystemColumns.KIND)) {
            if (!decoder.hasColumn(column.name())) {
                throw new CorruptFileException(origin, "The file has no column " + column.name() + ".");
            }
        }
        ColumnStatistics sequences = statistics(SystemColumns.SEQUENCE);
        checkSequences(sequences);
        if (hasKeys()) {
            checkKeys(statistics(key.get(0)));
        }
        if (statistics(SystemColumns.KIND).max() instanceof Long kind) {
            checkKind(kind);
        }
        return sequences.min() == null;
    }

    private ColumnStatistics statistics(DataField column) {
        return decoder.statistics(column.name(), column.type());
    }

    private boolean hasKeys() {
        return !key.isEmpty()
                && file.minKey().arity() == key.size()
                && file.maxKey().arity() == key.size();
    }

    /**
     * Checks rows of the open unit.
     *
     * @param start position of the first row in the unit
     */
    void checkRows(long start, int rows) {
        RowSet all = RowSet.all(start, rows);
        try (ArrowColumn sequences =
                decoder.decode(SystemColumns.SEQUENCE.name(), SystemColumns.SEQUENCE, all, ColumnForm.VALUES)) {
            ArrowBuf data = sequences.vector().getDataBuffer();
            long min = Long.MAX_VALUE;
            long max = Long.MIN_VALUE;
            for (int row = 0; row < rows; row++) {
                long sequence = data.getLong(8L * row);
                min = Math.min(min, sequence);
                max = Math.max(max, sequence);
            }
            if (rows > 0) {
                checkSequences(new ColumnStatistics(min, max, 0));
            }
        }
        if (file.deleteRowCount() == 0) {
            try (ArrowColumn kinds =
                    decoder.decode(SystemColumns.KIND.name(), SystemColumns.KIND, all, ColumnForm.VALUES)) {
                for (int row = 0; row < rows; row++) {
                    checkKind(kinds.vector().getDataBuffer().getByte(row));
                }
            }
        }
        if (hasKeys() && rows > 0 && key.get(0).type() instanceof DataType.Atomic type) {
            checkKeys(new ColumnStatistics(firstKey(start, type), firstKey(start + rows - 1, type), 0));
        }
    }

    private Object firstKey(long row, DataType.Atomic type) {
        DataField first = key.get(0);
        try (ArrowColumn column = decoder.decode(first.name(), first, RowSet.all(row, 1), ColumnForm.VALUES)) {
            return VectorValues.value(column.vector(), 0, type);
        }
    }

    private void checkSequences(ColumnStatistics stored) {
        checkInside("sequence number", stored, file.minSequence(), file.maxSequence());
    }

    private void checkKeys(ColumnStatistics stored) {
        DataField first = key.get(0);
        checkInside(
                "value of key column " + first.name(),
                stored,
                file.minKey().value(0, first.type()),
                file.maxKey().value(0, first.type()));
    }

    private void checkKind(long kind) {
        if (file.deleteRowCount() == 0 && RowKind.isRetract((byte) kind)) {
            throw new CorruptFileException(
                    origin, "A row has the kind " + kind + ", but the manifest counts no retractions in the file.");
        }
    }

    private void checkInside(String what, ColumnStatistics stored, @Nullable Object min, @Nullable Object max) {
        checkOrder("manifest's smallest " + what + " is greater than the file's", min, stored.min());
        checkOrder("file's greatest " + what + " is greater than the manifest's", stored.max(), max);
    }

    private void checkOrder(String problem, @Nullable Object lower, @Nullable Object upper) {
        if (lower != null
                && upper != null
                && isWhole(lower)
                && isWhole(upper)
                && ValueOrder.compare(lower, upper) > 0) {
            throw new CorruptFileException(origin, "The " + problem + ": " + shown(lower) + " > " + shown(upper) + ".");
        }
    }

    private static boolean isWhole(Object bound) {
        return !(bound instanceof Double
                || bound instanceof TimestampValue
                || bound instanceof byte[] text && text.length >= WHOLE_TEXT);
    }

    private static String shown(Object value) {
        return value instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : value.toString();
    }
}
