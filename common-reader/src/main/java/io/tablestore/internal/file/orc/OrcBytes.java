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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.VariableBuilder;
import io.tablestore.types.DataField;
import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/** Texts and binaries, stored one after the other or as indices into the dictionary of the stripe. */
abstract class OrcBytes extends OrcColumn {

    private static final int SHORT_BYTES = 256;

    /** CHAR is stored padded; its trailing blanks are not part of the value. */
    final boolean trims;

    private OrcBytes(OrcContext context, DataField wanted, int id, OrcProto.Type.Kind stored) {
        super(wanted, context.stripe(), id);
        this.trims = stored == OrcProto.Type.Kind.CHAR;
    }

    static OrcColumn of(OrcContext context, DataField wanted, int id, OrcProto.Type.Kind stored) throws IOException {
        return context.hasDictionary(id)
                ? new Indexed(context, wanted, id, stored)
                : new Direct(context, wanted, id, stored);
    }

    /** The length of a value at an address without its trailing blanks. */
    final int trimmed(long address, int length) {
        int end = length;
        while (trims && end > 0 && MemoryUtil.getByte(address + end - 1) == ' ') {
            end--;
        }
        return end;
    }

    private static int checkedLength(long length) throws IOException {
        if (length < 0 || length > Integer.MAX_VALUE - 64) {
            throw new IOException("a value of " + length + " bytes");
        }
        return (int) length;
    }

    private static final class Direct extends OrcBytes {

        private final OrcStream data;
        private final IntegerRuns lengths;

        Direct(OrcContext context, DataField wanted, int id, OrcProto.Type.Kind stored) throws IOException {
            super(context, wanted, id, stored);
            lengths = context.integers(id, Kind.LENGTH, IntegerRuns.Sign.UNSIGNED);
            data = context.stripe().stream(id, Kind.DATA);
        }

        @Override
        ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException {
            try (VariableBuilder builder = new VariableBuilder(pool, field(), slots, 16L * values)) {
                setNulls(builder, slots, filled);
                for (int slot = 0; slot < slots; slot++) {
                    if (filled != null && !filled[slot]) {
                        continue;
                    }
                    int length = checkedLength(lengths.next());
                    if (length > SHORT_BYTES && length > data.bytesAhead()) { // trusted once its bytes exist
                        throw new IOException("a value of " + length + " bytes in a stream that has fewer");
                    }
                    long address = builder.reserve(slot, length);
                    data.readFully(address, length);
                    builder.fill(trimmed(address, length));
                }
                return builder.finish();
            }
        }

        @Override
        void skipValues(int values) throws IOException {
            long bytes = 0;
            for (int i = 0; i < values; i++) {
                bytes += checkedLength(lengths.next());
            }
            data.skip(bytes);
        }
    }

    private static final class Indexed extends OrcBytes {

        private final IntegerRuns indices;
        private final long dictionary;
        private final int[] starts;

        Indexed(OrcContext context, DataField wanted, int id, OrcProto.Type.Kind stored) throws IOException {
            super(context, wanted, id, stored);
            indices = context.integers(id, Kind.DATA, IntegerRuns.Sign.UNSIGNED);
            int size = context.stripe().encoding(id).getDictionarySize();
            if (size < 0) {
                throw new IOException("a dictionary of " + size + " values");
            }
            IntegerRuns lengths = size == 0 ? null : context.integers(id, Kind.LENGTH, IntegerRuns.Sign.UNSIGNED);
            int[] ends = new int[Math.min(size, 1 << 16) + 1];
            int total = 0;
            for (int i = 0; lengths != null && i < size; i++) {
                total = Math.addExact(total, checkedLength(lengths.next()));
                if (i + 1 == ends.length) {
                    ends = Arrays.copyOf(ends, Math.min(size + 1, ends.length * 2));
                }
                ends[i + 1] = total;
            }
            starts = Arrays.copyOf(ends, size + 1);
            OrcStream data = context.stripe().streamIfPresent(id, Kind.DICTIONARY_DATA);
            if (total > 0 && (data == null || total > data.bytesAhead())) {
                throw new IOException("a dictionary of " + total + " bytes in a stream that has fewer");
            }
            dictionary = context.stripe().memory(total);
            if (data != null) {
                data.readFully(dictionary, total);
            }
        }

        @Override
        ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException {
            try (VariableBuilder builder = new VariableBuilder(pool, field(), slots, 16L * values)) {
                setNulls(builder, slots, filled);
                for (int slot = 0; slot < slots; slot++) {
                    if (filled != null && !filled[slot]) {
                        continue;
                    }
                    long index = indices.next();
                    if (index < 0 || index >= starts.length - 1) {
                        throw new IOException(
                                "index " + index + " into a dictionary of " + (starts.length - 1) + " values");
                    }
                    int start = starts[(int) index];
                    long address = dictionary + start;
                    builder.put(slot, address, trimmed(address, starts[(int) index + 1] - start));
                }
                return builder.finish();
            }
        }

        @Override
        void skipValues(int values) throws IOException {
            indices.skip(values);
        }
    }
}
