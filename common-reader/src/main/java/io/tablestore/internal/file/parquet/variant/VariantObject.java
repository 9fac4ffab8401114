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

/** The fields of an encoded VARIANT object (Parquet's VariantEncoding). Every position is checked against the object's length. */
record VariantObject(byte[] bytes, int[] ids, int[] starts) {

    static final VariantObject EMPTY = new VariantObject(new byte[0], new int[0], new int[0]);

    private static final int OBJECT = 2;
    private static final int ARRAY = 3;
    private static final int SHORT_STRING = 1;

    /** Bytes of the primitive types 0 to 14 and 17 to 20; strings and binaries contain their length. */
    private static final int[] PRIMITIVE_BYTES = {1, 1, 1, 2, 3, 5, 9, 9, 6, 10, 18, 5, 9, 9, 5, 0, 0, 9, 9, 9, 17};

    private static final int BINARY = 15;
    private static final int STRING = 16;

    /** @throws IndexOutOfBoundsException if the bytes are not an object */
    static VariantObject of(byte[] bytes) {
        int header = at(bytes, 0);
        if ((header & 3) != OBJECT) {
            throw new IndexOutOfBoundsException("beside shredded fields a VARIANT has a value that is no object");
        }
        Layout layout = Layout.of(bytes, 0);
        int[] ids = new int[layout.count];
        int[] starts = new int[layout.count];
        for (int i = 0; i < layout.count; i++) {
            ids[i] = number(bytes, layout.idsAt + i * layout.idBytes, layout.idBytes);
            starts[i] = Math.addExact(
                    layout.dataAt, number(bytes, layout.offsetsAt + i * layout.offsetBytes, layout.offsetBytes));
        }
        return new VariantObject(bytes, ids, starts);
    }

    int count() {
        return ids.length;
    }

    int id(int field) {
        return ids[field];
    }

    int start(int field) {
        return starts[field];
    }

    int length(int field) {
        int length = length(bytes, starts[field]);
        if (length < 0 || length > bytes.length - starts[field]) {
            throw new IndexOutOfBoundsException("a field of " + length + " bytes at the end of a VARIANT");
        }
        return length;
    }

    private static int at(byte[] bytes, int position) {
        if (position < 0 || position >= bytes.length) {
            throw new IndexOutOfBoundsException("byte " + position + " of a VARIANT of " + bytes.length + " bytes");
        }
        return bytes[position] & 0xFF;
    }

    private static int number(byte[] bytes, int position, int size) {
        int value = 0;
        for (int i = 0; i < size; i++) {
            value |= at(bytes, position + i) << 8 * i;
        }
        return value;
    }

    /** Bytes of the value at a position. */
    private static int length(byte[] bytes, int position) {
        int header = at(bytes, position);
        int type = header >>> 2;
        switch (header & 3) {
            case SHORT_STRING -> {
                return 1 + type;
            }
            case OBJECT, ARRAY -> {
                Layout layout = Layout.of(bytes, position);
                int end = layout.offsetsAt + layout.count * layout.offsetBytes;
                return Math.addExact(layout.dataAt - position, number(bytes, end, layout.offsetBytes));
            }
            default -> {
                if (type == BINARY || type == STRING) {
                    return Math.addExact(5, number(bytes, position + 1, 4));
                }
                if (type >= PRIMITIVE_BYTES.length) {
                    throw new IndexOutOfBoundsException("a VARIANT of type " + type);
                }
                return PRIMITIVE_BYTES[type];
            }
        }
    }

    /** The positions of the parts of an object or array. */
    private record Layout(int count, int idsAt, int idBytes, int offsetsAt, int offsetBytes, int dataAt) {

        static Layout of(byte[] bytes, int position) {
            int header = at(bytes, position) >>> 2;
            boolean object = (at(bytes, position) & 3) == OBJECT;
            int offsetBytes = (header & 3) + 1;
            int idBytes = object ? (header >>> 2 & 3) + 1 : 0;
            boolean large = (header >>> (object ? 4 : 2) & 1) != 0;
            int countBytes = large ? 4 : 1;
            int count = number(bytes, position + 1, countBytes);
            int idsAt = position + 1 + countBytes;
            long dataAt = idsAt + (long) count * idBytes + (count + 1L) * offsetBytes;
            if (count < 0 || dataAt > bytes.length) {
                throw new IndexOutOfBoundsException("a VARIANT of " + count + " fields in " + bytes.length + " bytes");
            }
            return new Layout(count, idsAt, idBytes, idsAt + count * idBytes, offsetBytes, (int) dataAt);
        }
    }
}
