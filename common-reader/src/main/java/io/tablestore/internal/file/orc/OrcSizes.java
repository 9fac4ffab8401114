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
package io.tablestore.internal.file.orc;

import io.tablestore.internal.file.decoder.FileDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;

/**
 * Estimates how many rows of a stripe take a number of bytes when decoded. For a small column, the total length in the statistics
 * is enough. For a column that may exceed the memory for a batch, the lengths are read ahead from separate streams.
 */
final class OrcSizes {

    private static final long UNKNOWN = -1;

    private final OrcContext context;

    /** Statistics of the stripe, or of the file if the stripe has none. */
    private final List<OrcProto.ColumnStatistics> statistics;

    private final long rowCount;
    private final Map<Integer, Ahead> measured = new HashMap<>();

    /** @param rowCount number of rows that the statistics cover */
    OrcSizes(OrcContext context, List<OrcProto.ColumnStatistics> statistics, long rowCount) {
        this.context = context;
        this.statistics = statistics;
        this.rowCount = rowCount;
    }

    private static boolean isLarge(long own, long bytes) {
        return own == UNKNOWN || own > FileDecoder.SLACK * bytes;
    }

    /** Whether these statistics require a column to be measured. */
    boolean hasLarge(Set<Integer> columns, long bytes) {
        return columns.stream().anyMatch(id -> isLarge(bytes(id), bytes));
    }

    int fitting(Set<Integer> columns, long start, int most, long bytes) throws IOException {
        long all = 0;
        List<Integer> large = new ArrayList<>();
        for (int id : columns) {
            long own = bytes(id);
            all += own == UNKNOWN ? 0 : own;
            if (isLarge(own, bytes)) {
                large.add(id);
            }
        }
        int rows = FileDecoder.fitting(most, bytes, all / Math.max(1, rowCount));
        for (int id : large) {
            if (rows > 1) {
                Ahead column = measured.get(id);
                if (column == null) {
                    column = new Ahead(sizes(id));
                    measured.put(id, column);
                }
                rows = column.fitting(start, rows, bytes / large.size());
            }
        }
        return rows;
    }

    /** The decoded size of all values of a column, including nested ones. */
    private long bytes(int id) {
        if (id >= statistics.size()) {
            return UNKNOWN;
        }
        OrcProto.Type type = context.tail().footer.getTypes(id);
        OrcProto.ColumnStatistics own = statistics.get(id);
        long values = own.getNumberOfValues();
        long bytes = values * width(type.getKind());
        if (isBytes(type.getKind())) {
            long sum = own.hasStringStatistics()
                    ? own.getStringStatistics().getSum()
                    : own.getBinaryStatistics().getSum();
            boolean known = values == 0 || sum > 0;
            if (!known || sum < 0) {
                return UNKNOWN;
            }
            bytes += sum;
        }
        for (int child : type.getSubtypesList()) {
            long inside = bytes(child);
            if (inside == UNKNOWN) {
                return UNKNOWN;
            }
            bytes += inside;
        }
        return bytes;
    }

    private static boolean isBytes(OrcProto.Type.Kind kind) {
        return switch (kind) {
            case STRING, VARCHAR, CHAR, BINARY -> true;
            default -> false;
        };
    }

    private static int width(OrcProto.Type.Kind kind) {
        return switch (kind) {
            case BOOLEAN, BYTE -> 1;
            case SHORT -> Short.BYTES;
            case STRUCT -> 0;
            case LONG, DOUBLE, TIMESTAMP, TIMESTAMP_INSTANT -> Long.BYTES;
            case DECIMAL -> 2 * Long.BYTES;
            default -> Integer.BYTES;
        };
    }

    /** The bytes of consecutive slots, in a column and its nested columns. */
    private interface Sizes {
        long next() throws IOException;
    }

    private Sizes sizes(int id) throws IOException {
        OrcProto.Type type = context.tail().footer.getTypes(id);
        Sizes values = switch (type.getKind()) {
            case STRING, VARCHAR, CHAR, BINARY -> lengths(id);
            case LIST, MAP -> repeated(id, type);
            case STRUCT -> together(type);
            default -> {
                int width = width(type.getKind());
                yield () -> width;
            }
        };
        OrcStream stream = context.stripe().streamIfPresent(id, Kind.PRESENT);
        if (stream == null) {
            return values;
        }
        ByteRuns presence = new ByteRuns(stream);
        return () -> presence.nextBit() ? values.next() : 0;
    }

    private Sizes lengths(int id) throws IOException {
        if (!context.hasDictionary(id)) {
            return context.integers(id, Kind.LENGTH, IntegerRuns.Sign.UNSIGNED)::next;
        }
        IntegerRuns indices = context.integers(id, Kind.DATA, IntegerRuns.Sign.UNSIGNED);
        int size = context.stripe().encoding(id).getDictionarySize();
        long[] lengths = new long[0];
        IntegerRuns stored = size <= 0 ? null : context.integers(id, Kind.LENGTH, IntegerRuns.Sign.UNSIGNED);
        for (int i = 0; stored != null && i < size; i++) {
            if (i == lengths.length) {
                lengths = Arrays.copyOf(lengths, (int) Math.min(size, Math.max(1024L, 2L * i)));
            }
            lengths[i] = stored.next();
        }
        long[] entries = lengths;
        return () -> {
            long index = indices.next();
            return index >= 0 && index < entries.length ? entries[(int) index] : 0; // reading it reports the error
        };
    }

    private Sizes together(OrcProto.Type type) throws IOException {
        List<Sizes> parts = new ArrayList<>();
        for (int child : type.getSubtypesList()) {
            parts.add(sizes(child));
        }
        return () -> {
            long bytes = 0;
            for (Sizes part : parts) {
                bytes += part.next();
            }
            return bytes;
        };
    }

    private Sizes repeated(int id, OrcProto.Type type) throws IOException {
        IntegerRuns lengths = context.integers(id, Kind.LENGTH, IntegerRuns.Sign.UNSIGNED);
        Sizes element = together(type);
        return () -> {
            long bytes = Integer.BYTES;
            for (long left = lengths.next(); left > 0; left--) {
                bytes += element.next();
            }
            return bytes;
        };
    }

    /** The sizes of rows that have been read ahead. */
    private static final class Ahead {

        private final Sizes sizes;
        private long[] read = new long[64];
        private int from;
        private int end;

        /** The row of the stripe whose size is at {@code from}. */
        private long row;

        Ahead(Sizes sizes) {
            this.sizes = sizes;
        }

        int fitting(long start, int most, long bytes) throws IOException {
            for (; row < start; row++) {
                size(0);
                from++;
            }
            long total = 0;
            for (int i = 0; i < most; i++) {
                total += size(i);
                if (total > bytes) {
                    return Math.max(1, i);
                }
            }
            return most;
        }

        /** The size of a row, counted from {@code row}. */
        private long size(int index) throws IOException {
            while (from + index >= end) {
                if (from > 0 && from == end) {
                    from = 0;
                    end = 0;
                }
                if (end == read.length) {
                    read = Arrays.copyOfRange(read, from, from + 2 * (end - from) + 64);
                    end -= from;
                    from = 0;
                }
                read[end++] = sizes.next();
            }
            return read[from + index];
        }
    }
}
