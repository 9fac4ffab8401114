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

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.xerial.snappy.Snappy;

/**
 * The blocks of an Avro object container file: a table's metadata file, or a data file in this format. Avro parses the schemas.
 * This class parses the blocks, so that entries are decoded in place and every length is limited by the available bytes.
 */
public final class AvroContainer {

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    public static final int SYNC_BYTES = 16;

    /** Maximum size of a decompressed block; writers start a new one at about 64 KiB. */
    private static final int MAX_BLOCK_BYTES = 256 << 20;

    /** Decodes the records of one block. */
    public interface BlockReader {
        public void read(AvroCursor cursor, long recordCount);
    }

    private final String file;
    private final byte[] content;
    private final Schema schema;
    private final String codec;
    private final byte[] sync;
    private final int firstBlock;

    /**
     * @param file its name, for messages
     * @param content the file, or enough of its start to contain the header
     */
    public AvroContainer(String file, byte[] content) {
        this.file = file;
        this.content = content;
        AvroCursor cursor = new AvroCursor(content, 0, content.length);
        if (!cursor.nextBytesAre(MAGIC)) {
            throw new CorruptFileException(file, "The file does not start with the four bytes of an Avro file.");
        }
        cursor.advance(MAGIC.length);
        Map<String, byte[]> metadata = new HashMap<>();
        try {
            for (int count = cursor.readBlockCount(); count > 0; count = cursor.readBlockCount()) {
                for (int i = 0; i < count; i++) {
                    metadata.put(cursor.readString(), cursor.readBytes());
                }
            }
            cursor.advance(SYNC_BYTES);
        } catch (IndexOutOfBoundsException cut) {
            throw new CorruptFileException(file, "The Avro header cannot be read: " + cut.getMessage() + ".", cut);
        }
        this.firstBlock = cursor.position();
        this.sync = Arrays.copyOfRange(content, firstBlock - SYNC_BYTES, firstBlock);
        this.codec = text(metadata, "avro.codec", "null");
        this.schema = parseSchema(text(metadata, "avro.schema", ""));
    }

    private static String text(Map<String, byte[]> metadata, String key, String missing) {
        byte[] value = metadata.get(key);
        return value == null ? missing : new String(value, StandardCharsets.UTF_8);
    }

    private Schema parseSchema(String json) {
        try {
            // As in Avro's own readers, names and defaults are not validated: they are up to the writer.
            Schema parsed = new Schema.Parser(NameValidator.NO_VALIDATION)
                    .setValidateDefaults(false)
                    .parse(json);
            // Up to 0.8 the top level was the union of null and the record (format reference, 4.1).
            List<Schema> branches = parsed.isUnion() ? parsed.getTypes() : List.of(parsed);
            List<Schema> rows = branches.stream()
                    .filter(branch -> branch.getType() != Schema.Type.NULL)
                    .toList();
            if (rows.size() != 1 || rows.get(0).getType() != Schema.Type.RECORD) {
                throw new UnsupportedFormatException(
                        file,
                        "an Avro file of " + shown(rows),
                        "Rows of a table are records; rewrite the file with a record at its top.");
            }
            return parsed;
        } catch (TableStoreException known) {
            throw known;
        } catch (RuntimeException malformed) { // Avro's parser throws several kinds
            throw new CorruptFileException(
                    file, "The schema in the Avro header (avro.schema) is malformed.", malformed);
        }
    }

    private static String shown(List<Schema> rows) {
        return rows.isEmpty()
                ? "nulls"
                : rows.stream()
                        .map(Schema::getName)
                        .map(name -> "'" + name + "'")
                        .collect(Collectors.joining(" or "));
    }

    /** The schema of the file's top level: a record, or the union of null and a record. */
    public Schema schema() {
        return schema;
    }

    /** The top-level record. */
    public Schema record() {
        return AvroFields.withoutNull(schema);
    }

    /** Whether the file has no records. */
    public boolean isEmpty() {
        return firstBlock == content.length;
    }

    /**
     * The records of the first block.
     *
     * @throws CorruptFileException if there is none, or it cannot be read
     */
    public AvroCursor firstRecord() {
        AvroCursor cursor = new AvroCursor(content, firstBlock, content.length);
        try {
            while (true) {
                long records = cursor.readLong();
                int length = cursor.skipBytes();
                if (records > 0) {
                    return plain(content, cursor.position() - length, length);
                }
                cursor.advance(SYNC_BYTES);
            }
        } catch (IndexOutOfBoundsException | IOException | DataFormatException damaged) {
            throw unreadable(cursor, damaged);
        }
    }

    private CorruptFileException unreadable(AvroCursor cursor, Exception damaged) {
        return new CorruptFileException(
                file,
                "The Avro data cannot be read near byte " + cursor.position() + ": " + damaged.getMessage() + ".",
                damaged);
    }

    /** The position of the first block. */
    public int firstBlock() {
        return firstBlock;
    }

    /** The marker after each block. */
    public byte[] sync() {
        return sync.clone();
    }

    /** Avro's name of the blocks' compression codec. */
    public String codec() {
        return codec;
    }

    /** The error for an unsupported codec. */
    public static UnsupportedFormatException unsupported(String file, String codec) {
        return new UnsupportedFormatException(
                file,
                "Avro codec '" + codec + "'",
                "null, deflate, snappy and zstandard are supported; rewrite the file with one of them, by setting"
                        + " 'avro.codec' or 'file.compression' and compacting the table fully.");
    }

    /** Passes the blocks to {@code reader} in file order. A decoding error is reported with the file's name. */
    public void read(BlockReader reader) {
        AvroCursor cursor = new AvroCursor(content, firstBlock, content.length);
        try {
            while (!cursor.isAtEnd()) {
                long records = cursor.readLong();
                int length = cursor.skipBytes();
                int start = cursor.position() - length;
                if (!cursor.nextBytesAre(sync)) {
                    throw new IndexOutOfBoundsException("a block does not end with the file's sync marker");
                }
                cursor.advance(SYNC_BYTES);
                AvroCursor block = plain(content, start, length);
                reader.read(block, records);
                if (!block.isAtEnd()) {
                    throw new IndexOutOfBoundsException("a block holds more than its " + records + " records");
                }
            }
        } catch (IndexOutOfBoundsException | IOException | DataFormatException | AvroRuntimeException damaged) {
            throw unreadable(cursor, damaged); // Avro's own exceptions come from a schema that lacks what is requested
        }
    }

    private AvroCursor plain(byte[] source, int start, int length) throws IOException, DataFormatException {
        byte[] plain = switch (codec) {
            case "null" -> Arrays.copyOfRange(source, start, start + length);
            case "zstandard" -> zstd(source, start, length);
            case "snappy" -> snappy(source, start, length);
            case "deflate" -> inflate(source, start, length);
            default -> throw unsupported(file, codec);
        };
        return new AvroCursor(plain, 0, plain.length);
    }

    /** A frame written by a stream has no size, so the target grows up to the limit. Engines include zstd-jni since 1.5.5. */
    @SuppressWarnings("deprecation")
    private byte[] zstd(byte[] content, int start, int length) throws IOException {
        byte[] source = Arrays.copyOfRange(content, start, start + length);
        long declared = Zstd.decompressedSize(source); // of the first frame; others may follow
        if (declared > MAX_BLOCK_BYTES) {
            throw tooLarge(declared + "");
        }
        int capacity = declared > 0 ? (int) declared : Math.max(1 << 16, length * 4);
        while (true) {
            byte[] target = new byte[capacity];
            try {
                long size = Zstd.decompress(target, source);
                return size == capacity ? target : Arrays.copyOf(target, (int) size);
            } catch (ZstdException failed) {
                boolean tooSmall = failed.getErrorCode() == Zstd.errDstSizeTooSmall();
                if (tooSmall && capacity >= MAX_BLOCK_BYTES) {
                    throw tooLarge("more than " + MAX_BLOCK_BYTES);
                }
                if (!tooSmall) {
                    throw new IOException("zstd: " + failed.getMessage(), failed);
                }
            }
            capacity = (int) Math.min(capacity * 4L, MAX_BLOCK_BYTES);
        }
    }

    private UnsupportedFormatException tooLarge(String bytes) {
        return new UnsupportedFormatException(
                file,
                "a block of " + bytes + " bytes",
                "Blocks of up to " + MAX_BLOCK_BYTES + " bytes are read; write the file with smaller ones.");
    }

    private byte[] snappy(byte[] content, int start, int length) throws IOException {
        if (length < 4) {
            throw new IOException("a snappy block without its checksum");
        }
        int bodyLength = length - 4;
        int size = Snappy.uncompressedLength(content, start, bodyLength);
        if (size > MAX_BLOCK_BYTES) {
            throw tooLarge(size + "");
        }
        byte[] target = new byte[size];
        Snappy.uncompress(content, start, bodyLength, target, 0);
        CRC32 crc = new CRC32();
        crc.update(target);
        int stored = 0;
        for (int i = start + bodyLength; i < start + length; i++) {
            stored = stored << 8 | content[i] & 0xFF;
        }
        if ((int) crc.getValue() != stored) {
            throw new IOException("the checksum of a block is wrong");
        }
        return target;
    }

    private byte[] inflate(byte[] content, int start, int length) throws DataFormatException, IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(content, start, length);
            byte[] target = new byte[Math.max(1 << 16, Math.min(length * 4, MAX_BLOCK_BYTES))];
            int size = 0;
            while (!inflater.finished()) {
                if (size == target.length) {
                    if (size >= MAX_BLOCK_BYTES) {
                        throw tooLarge("more than " + MAX_BLOCK_BYTES);
                    }
                    target = Arrays.copyOf(target, Math.min(size * 2, MAX_BLOCK_BYTES));
                }
                int count = inflater.inflate(target, size, target.length - size);
                if (count == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new IOException("a deflated block ends early");
                }
                size += count;
            }
            return Arrays.copyOf(target, size);
        } finally {
            inflater.end();
        }
    }
}
