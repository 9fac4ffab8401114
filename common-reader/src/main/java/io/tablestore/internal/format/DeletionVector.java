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
package io.tablestore.internal.format;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.zip.CRC32;
import org.roaringbitmap.InvalidRoaringFormat;
import org.roaringbitmap.RoaringBitmap;

/**
 * The positions of one data file's deleted rows (format reference, 9.1). Reads both layouts: a 32-bit Roaring bitmap, and a
 * 64-bit one of several of them, each preceded by a key. The checksum is always verified.
 */
public final class DeletionVector {

    private static final int MAGIC_32 = 1581511376;
    private static final int MAGIC_64 = 1681511377;

    /** The first byte of an index file. */
    private static final int VERSION = 1;

    /** The size before the content and the checksum after it; the recorded length of the 32-bit layout excludes both. */
    private static final int FRAME_BYTES = 8;

    private final List<RoaringBitmap> bitmaps = new ArrayList<>();
    private final List<Long> firstPositions = new ArrayList<>();

    private DeletionVector() {}

    /** Bytes to read from {@link DeletionVectorRef#offset()} on, so that either layout is complete; fewer at the file's end. */
    public static int bytesToRead(DeletionVectorRef ref) {
        return (int) Math.min(ref.length() + (long) FRAME_BYTES, ref.fileSize() - ref.offset());
    }

    /**
     * Decodes a vector.
     *
     * @param bytes {@link #bytesToRead} bytes at the vector's offset
     * @throws CorruptFileException naming the index file
     * @throws UnsupportedFormatException for the layout of a newer writer: the magic number is unknown, but the checksum is
     * correct
     */
    public static DeletionVector decode(DeletionVectorRef ref, byte[] bytes) {
        try {
            ByteBuffer content = ByteBuffer.wrap(bytes);
            int size = content.getInt();
            int magic = content.getInt(); // big-endian for 32 bits, little-endian for 64
            boolean wide = Integer.reverseBytes(magic) == MAGIC_64;
            if (magic != MAGIC_32 && !wide) {
                throw isSound(bytes)
                        ? newer(ref, "a deletion vector with the magic number " + magic)
                        : damaged(ref, "the magic number " + magic + " instead of " + MAGIC_32 + " or " + MAGIC_64);
            }
            int expected = wide ? ref.length() - FRAME_BYTES : ref.length();
            if (size != expected || size < 4 || size > bytes.length - FRAME_BYTES) {
                throw damaged(ref, "a size of " + size + " bytes, but its place has " + expected);
            }
            CRC32 crc = new CRC32();
            crc.update(bytes, 4, size);
            int stored = content.getInt(4 + size);
            if ((int) crc.getValue() != stored) {
                throw damaged(
                        ref,
                        "the checksum " + Integer.toHexString(stored) + ", but its bytes give "
                                + Integer.toHexString((int) crc.getValue()));
            }
            ByteBuffer body = ByteBuffer.wrap(bytes, 8, size - 4).slice().order(ByteOrder.LITTLE_ENDIAN);
            DeletionVector vector = new DeletionVector();
            if (wide) {
                vector.readWide(body);
            } else {
                vector.readBitmap(body, 0);
            }
            if (ref.cardinality() >= 0 && vector.cardinality() != ref.cardinality()) {
                throw damaged(
                        ref, vector.cardinality() + " positions, but its index manifest says " + ref.cardinality());
            }
            return vector;
        } catch (BufferUnderflowException | IndexOutOfBoundsException | InvalidRoaringFormat | IOException cut) {
            throw new CorruptFileException(
                    ref.file(), "The deletion vector at byte " + ref.offset() + " cannot be read: " + cut + ".", cut);
        }
    }

    /** Checks the version of an index file, which is its first byte. */
    public static void checkVersion(DeletionVectorRef ref, byte version) {
        if (version != VERSION) {
            throw newer(ref, "an index file of version " + version);
        }
    }

    /** Whether a correct checksum is at the position that both layouts use. */
    private static boolean isSound(byte[] bytes) {
        ByteBuffer content = ByteBuffer.wrap(bytes);
        int size = content.getInt(0);
        if (size < 4 || size > bytes.length - FRAME_BYTES) {
            return false;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 4, size);
        return (int) crc.getValue() == content.getInt(4 + size);
    }

    private static UnsupportedFormatException newer(DeletionVectorRef ref, String what) {
        return new UnsupportedFormatException(
                ref.file(), what, "Upgrade this reader, or compact the table fully with the writer that made it.");
    }

    private static CorruptFileException damaged(DeletionVectorRef ref, String problem) {
        return new CorruptFileException(
                ref.file(), "The deletion vector at byte " + ref.offset() + " has " + problem + ".");
    }

    private void readWide(ByteBuffer body) throws IOException {
        long count = body.getLong();
        int lastKey = -1;
        for (long i = 0; i < count; i++) {
            int key = body.getInt();
            if (key <= lastKey) {
                throw new IOException("the keys of its bitmaps do not ascend");
            }
            lastKey = key;
            readBitmap(body, (long) key << 32);
        }
    }

    private void readBitmap(ByteBuffer body, long first) throws IOException {
        RoaringBitmap bitmap = new RoaringBitmap();
        ByteBuffer rest = body.slice().order(ByteOrder.LITTLE_ENDIAN);
        bitmap.deserialize(rest);
        body.position(body.position() + bitmap.serializedSizeInBytes());
        bitmaps.add(bitmap);
        firstPositions.add(first);
    }

    public long cardinality() {
        return bitmaps.stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
    }

    /** Passes the deleted positions to the sink, ascending. */
    public void forEach(LongConsumer sink) {
        for (int i = 0; i < bitmaps.size(); i++) {
            long first = firstPositions.get(i);
            bitmaps.get(i).forEach((int position) -> sink.accept(first + Integer.toUnsignedLong(position)));
        }
    }
}
