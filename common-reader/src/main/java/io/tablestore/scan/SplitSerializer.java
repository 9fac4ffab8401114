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
package io.tablestore.scan;

import io.tablestore.error.TableStoreException;
import io.tablestore.format.BinaryRow;
import io.tablestore.format.DataFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a split: a version, then the parts in the order of the record, numbers big-endian, lists and texts with
 * their length in front. A change of the layout is a new version.
 */
final class SplitSerializer {

    private static final int VERSION = 1;

    private SplitSerializer() {}

    static byte[] serialize(Split split) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeLong(split.snapshotId());
            out.writeLong(split.schemaId());
            writeBytes(out, split.partition().serialize());
            out.writeInt(split.bucket());
            out.writeByte(split.mode().code());
            writeRow(out, split.keyRange().lower());
            writeRow(out, split.keyRange().upper());
            out.writeLong(split.affinity());
            out.writeInt(split.sections().size());
            for (Section section : split.sections()) {
                out.writeInt(section.runs().size());
                for (SortedRun run : section.runs()) {
                    out.writeInt(run.files().size());
                    for (SplitFile file : run.files()) {
                        writeFile(out, file);
                    }
                }
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    static Split deserialize(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new TableStoreException("A split of version " + version + " reached a reader of version "
                        + VERSION + ". Use the same release of the connector on every machine.");
            }
            long snapshotId = in.readLong();
            long schemaId = in.readLong();
            BinaryRow partition = BinaryRow.deserialize(readBytes(in));
            int bucket = in.readInt();
            ReadMode mode = mode(in.readUnsignedByte());
            KeyRange keyRange = new KeyRange(readRow(in), readRow(in));
            long affinity = in.readLong();
            List<Section> sections = new ArrayList<>();
            for (int s = readCount(in); s > 0; s--) {
                List<SortedRun> runs = new ArrayList<>();
                for (int r = readCount(in); r > 0; r--) {
                    List<SplitFile> files = new ArrayList<>();
                    for (int f = readCount(in); f > 0; f--) {
                        files.add(readFile(in));
                    }
                    runs.add(new SortedRun(files));
                }
                sections.add(new Section(runs));
            }
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes too many");
            }
            return new Split(snapshotId, schemaId, partition, bucket, mode, sections, keyRange, affinity);
        } catch (IOException | IndexOutOfBoundsException | IllegalStateException damaged) {
            throw new TableStoreException("The bytes of a split are damaged: " + damaged.getMessage(), damaged);
        }
    }

    private static ReadMode mode(int code) throws IOException {
        for (ReadMode mode : ReadMode.values()) {
            if (mode.code() == code) {
                return mode;
            }
        }
        throw new IOException("read mode " + code + " is unknown");
    }

    private static void writeFile(DataOutputStream out, SplitFile part) throws IOException {
        DataFile file = part.file();
        writeText(out, file.name());
        out.writeLong(file.sizeInBytes());
        out.writeLong(file.rowCount());
        out.writeLong(part.rowStart());
        out.writeLong(part.rowEnd());
        writeBytes(out, file.minKey().serialize());
        writeBytes(out, file.maxKey().serialize());
        out.writeLong(file.minSequence());
        out.writeLong(file.maxSequence());
        out.writeLong(file.schemaId());
        out.writeInt(file.level());
        writeTexts(out, file.extraFiles());
        out.writeLong(file.creationMillis());
        out.writeLong(file.deleteRowCount());
        out.writeLong(file.embeddedIndex());
        out.writeBoolean(file.externalPath() != null);
        if (file.externalPath() != null) {
            writeText(out, file.externalPath());
        }
        out.writeBoolean(file.firstRowId() != null);
        if (file.firstRowId() != null) {
            out.writeLong(file.firstRowId());
        }
        out.writeBoolean(file.writeColumns() != null);
        if (file.writeColumns() != null) {
            writeTexts(out, file.writeColumns());
        }
    }

    private static SplitFile readFile(DataInputStream in) throws IOException {
        String name = readText(in);
        long size = in.readLong();
        long rowCount = in.readLong();
        long rowStart = in.readLong();
        long rowEnd = in.readLong();
        BinaryRow minKey = BinaryRow.deserialize(readBytes(in));
        BinaryRow maxKey = BinaryRow.deserialize(readBytes(in));
        long minSequence = in.readLong();
        long maxSequence = in.readLong();
        long schemaId = in.readLong();
        int level = in.readInt();
        List<String> extraFiles = readTexts(in);
        long creationMillis = in.readLong();
        long deleteRowCount = in.readLong();
        long embeddedIndex = in.readLong();
        String externalPath = in.readBoolean() ? readText(in) : null;
        Long firstRowId = in.readBoolean() ? (Long) in.readLong() : null;
        List<String> writeColumns = in.readBoolean() ? readTexts(in) : null;
        DataFile file = new DataFile(
                name,
                size,
                rowCount,
                minKey,
                maxKey,
                null,
                null,
                minSequence,
                maxSequence,
                schemaId,
                level,
                extraFiles,
                creationMillis,
                deleteRowCount,
                embeddedIndex,
                null,
                externalPath,
                firstRowId,
                writeColumns);
        return new SplitFile(file, rowStart, rowEnd);
    }

    private static void writeRow(DataOutputStream out, @Nullable BinaryRow row) throws IOException {
        out.writeBoolean(row != null);
        if (row != null) {
            writeBytes(out, row.serialize());
        }
    }

    private static @Nullable BinaryRow readRow(DataInputStream in) throws IOException {
        return in.readBoolean() ? BinaryRow.deserialize(readBytes(in)) : null;
    }

    private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(out, text);
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = readCount(in); i > 0; i--) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[readCount(in)];
        in.readFully(bytes);
        return bytes;
    }

    /** A count of things that take a byte at least. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > in.available()) {
            throw new IOException("a list of " + count + " where " + in.available() + " bytes are left");
        }
        return count;
    }
}
