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
package io.tablestore.writer.internal.file.parquet;

import java.nio.ByteBuffer;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.statistics.BinaryStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.internal.column.columnindex.ColumnIndexBuilder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType;

/** A value that is compressed directly from the caller's off-heap memory, without a copy. */
record LargeValue(ByteBuffer bytes) {

    /**
     * More than parquet-java writes to a footer: 4,096 bytes for both bounds of a column together ({@code MAX_STATS_SIZE}), and
     * 64 bytes for each bound of a page (set by {@code ParquetEncoder}).
     */
    private static final int PREFIX_BYTES = 8 << 10;

    private static final int CONTINUATION_BITS = 0xC0;
    private static final int CONTINUATION = 0x80;

    static LargeValue of(ArrowBuf memory, int start, int length) {
        return new LargeValue(memory.nioBuffer(start, length));
    }

    /** A page's statistics with long bounds reduced to their first bytes. */
    static Statistics<?> cutOff(Statistics<?> page) {
        if (!(page instanceof BinaryStatistics bounds)
                || !bounds.hasNonNullValue()
                || Math.max(
                                bounds.genericGetMin().length(),
                                bounds.genericGetMax().length())
                        <= PREFIX_BYTES) {
            return page;
        }
        Statistics<?> cut = Statistics.createStats(page.type());
        cut.incrementNumNulls(page.getNumNulls());
        for (Binary bound : List.of(bounds.genericGetMin(), bounds.genericGetMax())) {
            boolean isLong = bound.length() > PREFIX_BYTES;
            cut.updateStats(isLong ? new LargeValue(bound.toByteBuffer()).bound(page.type()) : bound);
        }
        return cut;
    }

    int length() {
        return bytes.remaining();
    }

    BytesInput stored() {
        return BytesInput.from(bytes.duplicate());
    }

    /** Compares with a value on the heap by unsigned bytes, which is the order of strings and of binaries. */
    int compareTo(byte[] other, int start, int length) {
        ByteBuffer right = ByteBuffer.wrap(other, start, length).slice();
        int at = bytes.slice().mismatch(right);
        if (at < 0) {
            return 0;
        }
        if (at >= length() || at >= length) {
            return Integer.compare(length(), length);
        }
        return Byte.compareUnsigned(bytes.get(bytes.position() + at), right.get(at));
    }

    /**
     * The value for statistics. That is its first bytes, because statistics are truncated to far less. It is a copy of the
     * complete value if no greater prefix of that length exists, because then the page's upper bound is not truncated.
     */
    Binary bound(PrimitiveType type) {
        Binary prefix = Binary.fromConstantByteArray(copy(prefixEnd()));
        return isCutOff(prefix, type) ? prefix : Binary.fromConstantByteArray(copy(length()));
    }

    /** End of the first bytes, between two characters. */
    private int prefixEnd() {
        int end = Math.min(PREFIX_BYTES, length());
        int least = end - 3;
        while (end < length() && end > least && isContinuation(end)) {
            end--;
        }
        return end;
    }

    private boolean isContinuation(int at) {
        return (bytes.get(bytes.position() + at) & CONTINUATION_BITS) == CONTINUATION;
    }

    private byte[] copy(int length) {
        byte[] copy = new byte[length];
        bytes.duplicate().get(copy);
        return copy;
    }

    private static boolean isCutOff(Binary prefix, PrimitiveType type) {
        Statistics<?> statistics = Statistics.createStats(type);
        statistics.updateStats(prefix);
        ColumnIndexBuilder index = ColumnIndexBuilder.getBuilder(type, ParquetEncoder.TRUNCATE_LENGTH);
        index.add(statistics);
        return index.build().getMaxValues().get(0).remaining() < prefix.length();
    }
}
