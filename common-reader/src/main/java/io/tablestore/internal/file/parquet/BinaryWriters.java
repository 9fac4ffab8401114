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
package io.tablestore.internal.file.parquet;

import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.vector.VariableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.arrow.memory.util.MemoryUtil;

/** Strings and binaries. */
final class BinaryWriters {

    private BinaryWriters() {}

    static final class Binaries extends ColumnWriter {
        private final VariableBuilder builder;

        Binaries(VariableBuilder builder) {
            super(builder);
            this.builder = builder;
        }

        @Override
        void putRange(int slot, int count, Values values) {
            long[] addresses = values.addresses;
            int[] lengths = values.lengths;
            for (int i = 0; i < count; i++) {
                builder.put(slot + i, addresses[i], lengths[i]);
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            builder.put(slot, values.addresses[index], values.lengths[index]);
        }

        @Override
        long sizeInBytes() {
            return builder.sizeInBytes();
        }
    }

    /** UUIDs as text; Parquet stores them as 16 bytes in big-endian order. */
    static final class UuidTexts extends ColumnWriter {
        private final VariableBuilder builder;

        UuidTexts(VariableBuilder builder) {
            super(builder);
            this.builder = builder;
        }

        @Override
        void putRange(int slot, int count, Values values) {
            for (int i = 0; i < count; i++) {
                put(slot + i, i, values);
            }
        }

        @Override
        void put(int slot, int index, Values values) {
            long at = values.addresses[index];
            UUID uuid =
                    new UUID(Long.reverseBytes(MemoryUtil.getLong(at)), Long.reverseBytes(MemoryUtil.getLong(at + 8)));
            byte[] text = uuid.toString().getBytes(StandardCharsets.US_ASCII);
            builder.put(slot, text, 0, text.length);
        }

        @Override
        long sizeInBytes() {
            return builder.sizeInBytes();
        }
    }
}
