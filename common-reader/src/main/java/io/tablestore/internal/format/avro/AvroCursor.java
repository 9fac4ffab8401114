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
package io.tablestore.internal.format.avro;

import io.tablestore.types.BinaryRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro's binary encoding from a byte array or direct memory, in place. Every length is checked against the available bytes,
 * so damaged data causes an {@link IndexOutOfBoundsException}, never a large allocation.
 */
public final class AvroCursor {

    /** Limit for recursive schemas, whose values may be nested without limit. */
    private static final int MAX_DEPTH = 1000;

    private final byte @Nullable [] bytes;
    private final @Nullable ArrowBuf memory;
    private final long address;
    private final int limit;
    private int position;

    public AvroCursor(byte[] bytes, int position, int limit) {
        this.bytes = bytes;
        this.memory = null;
        this.address = 0;
        this.position = position;
        this.limit = limit;
    }

    /**
     * @param memory stays allocated while it is read
     * @param limit how many of its bytes are valid
     */
    public AvroCursor(ArrowBuf memory, int limit) {
        this.bytes = null;
        this.memory = memory;
        this.address = memory.memoryAddress();
        this.limit = limit;
    }

    public int position() {
        return position;
    }

    public boolean isAtEnd() {
        return position == limit;
    }

    public byte readByte() {
        if (position >= limit) {
            throw new IndexOutOfBoundsException("the data ends inside a record");
        }
        return at(position++);
    }

    public long readLong() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = readByte();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IndexOutOfBoundsException("a number of more than ten bytes");
    }

    public int readInt() {
        long value = readLong();
        if (value != (int) value) {
            throw new IndexOutOfBoundsException("the number " + value + " does not fit in 32 bits");
        }
        return (int) value;
    }

    /** The memory being read; position {@code 0} is its start. */
    public ArrowBuf memory() {
        if (memory == null) {
            throw new IllegalStateException("the bytes are on the heap");
        }
        return memory;
    }

    /** A byte that has already been passed. */
    public byte at(int place) {
        return bytes != null ? bytes[place] : MemoryUtil.getByte(address + place);
    }

    /** Copies bytes that have already been passed. */
    public byte[] copy(int start, int length) {
        if (bytes != null) {
            return Arrays.copyOfRange(bytes, start, start + length);
        }
        byte[] copy = new byte[length];
        MemoryUtil.copyFromMemory(address + start, copy, 0, length);
        return copy;
    }

    /** Moves to an earlier position. */
    public void seek(int target) {
        position = target;
    }

    public int limit() {
        return limit;
    }

    /** Reads a length and skips that many bytes; they start at {@code position() - length}. */
    public int skipBytes() {
        long length = readLong();
        if (length < 0 || length > limit - position) {
            throw new IndexOutOfBoundsException("a value of " + length + " bytes where " + (limit - position) + " are");
        }
        position += (int) length;
        return (int) length;
    }

    public byte[] readBytes() {
        int length = skipBytes();
        return copy(position - length, length);
    }

    public String readString() {
        int length = skipBytes();
        return bytes != null
                ? new String(bytes, position - length, length, StandardCharsets.UTF_8)
                : new String(copy(position - length, length), StandardCharsets.UTF_8);
    }

    public BinaryRow readRow() {
        int length = skipBytes();
        return bytes != null
                ? BinaryRow.deserialize(bytes, position - length, length)
                : BinaryRow.deserialize(copy(position - length, length), 0, length);
    }

    public boolean nextBytesAre(byte[] expected) {
        for (int i = 0; i < expected.length; i++) {
            if (position + i >= limit || at(position + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    public void advance(int count) {
        if (count < 0 || count > limit - position) {
            throw new IndexOutOfBoundsException(count + " bytes where " + (limit - position) + " are");
        }
        position += count;
    }

    /**
     * Reads the item count of the next block of an array or map; 0 ends it.
     *
     * @throws IndexOutOfBoundsException if fewer bytes remain than items, each of which takes at least one byte
     */
    public int readBlockCount() {
        int count = readItemCount();
        if (count > limit - position) {
            throw new IndexOutOfBoundsException(count + " items in " + (limit - position) + " bytes");
        }
        return count;
    }

    /** As above, for items that may take no bytes, such as nulls and empty records. */
    public int readItemCount() {
        long count = readLong();
        if (count < 0) {
            count = -count;
            readLong(); // size of the block in bytes
        }
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException(count + " items");
        }
        return (int) count;
    }

    /** Skips a value of the schema. */
    public void skip(Schema schema) {
        skip(schema, 0);
    }

    private void skip(Schema schema, int depth) {
        if (depth > MAX_DEPTH) {
            throw new IndexOutOfBoundsException("values are nested more than " + MAX_DEPTH + " deep");
        }
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> advance(1);
            case INT, LONG, ENUM -> readLong();
            case FLOAT -> advance(4);
            case DOUBLE -> advance(8);
            case STRING, BYTES -> skipBytes();
            case FIXED -> advance(schema.getFixedSize());
            case UNION -> skip(branch(schema), depth + 1);
            case RECORD -> {
                for (Schema.Field field : schema.getFields()) {
                    skip(field.schema(), depth + 1);
                }
            }
            case ARRAY -> skipItems(schema.getElementType(), false, depth + 1);
            case MAP -> skipItems(schema.getValueType(), true, depth + 1);
        }
    }

    private void skipItems(Schema item, boolean keyed, int depth) {
        while (true) {
            int count = readItemCount();
            if (count == 0) {
                return;
            }
            int before = position;
            for (int i = 0; i < count; i++) {
                if (keyed) {
                    skipBytes();
                }
                skip(item, depth);
                if (position == before) {
                    break; // items without bytes are all equal
                }
            }
        }
    }

    /** Reads which branch of a union comes next. */
    public Schema branch(Schema union) {
        return union.getTypes().get(branchIndex(union.getTypes().size()));
    }

    /** As above, as an index below {@code branches}. */
    public int branchIndex(int branches) {
        int index = readInt();
        if (index < 0 || index >= branches) {
            throw new IndexOutOfBoundsException("branch " + index + " of a union of " + branches);
        }
        return index;
    }
}
