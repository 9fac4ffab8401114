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
package io.tablestore.internal.file.parquet.variant;

import java.util.Arrays;
import org.apache.arrow.memory.util.MemoryUtil;

/** The names to which fields of a VARIANT value refer by id (Parquet's VariantEncoding). */
final class VariantMetadata {

    private byte[] bytes = new byte[0];
    private int length;
    private int count;
    private int offsetBytes;

    /** Loads the metadata of a value; returns whether it differs from the previous metadata. */
    boolean load(long address, int newLength) {
        if (length == newLength && length > 0 && isSame(address)) {
            return false;
        }
        if (bytes.length < newLength) {
            bytes = new byte[newLength * 2];
        }
        MemoryUtil.copyFromMemory(address, bytes, 0, newLength);
        length = newLength;
        int header = at(0);
        if ((header & 0x0F) != 1) {
            throw new IndexOutOfBoundsException("VARIANT metadata of version " + (header & 0x0F));
        }
        offsetBytes = (header >>> 6) + 1;
        count = number(1, offsetBytes);
        if (count < 0 || 1 + (count + 2L) * offsetBytes > length) {
            throw new IndexOutOfBoundsException("VARIANT metadata of " + count + " names in " + length + " bytes");
        }
        return true;
    }

    private boolean isSame(long address) {
        for (int i = 0; i < length; i++) {
            if (MemoryUtil.getByte(address + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private int at(int position) {
        if (position < 0 || position >= length) {
            throw new IndexOutOfBoundsException("byte " + position + " of VARIANT metadata of " + length + " bytes");
        }
        return bytes[position] & 0xFF;
    }

    private int number(int position, int size) {
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= at(position + i) << 8 * i;
        }
        return value;
    }

    private int nameStart(int id) {
        if (id < 0 || id > count) {
            throw new IndexOutOfBoundsException("name " + id + " of " + count + " in VARIANT metadata");
        }
        int base = 1 + (count + 2) * offsetBytes;
        int start = base + number(1 + (1 + id) * offsetBytes, offsetBytes);
        if (start < base || start > length) {
            throw new IndexOutOfBoundsException("the place of name " + id + " in VARIANT metadata");
        }
        return start;
    }

    /** The id of a name, or -1. */
    int find(byte[] name) {
        for (int id = 0; id < count; id++) {
            if (Arrays.equals(bytes, nameStart(id), nameStart(id + 1), name, 0, name.length)) {
                return id;
            }
        }
        return -1;
    }

    /** Compares two names by their bytes, unsigned. */
    int compare(int a, int b) {
        return Arrays.compareUnsigned(bytes, nameStart(a), nameStart(a + 1), bytes, nameStart(b), nameStart(b + 1));
    }
}
