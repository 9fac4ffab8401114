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
package io.tablestore.internal.split;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import io.tablestore.internal.wire.UnlockedBytes;
import io.tablestore.internal.wire.Wire;
import io.tablestore.types.BinaryRow;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serializes splits: a version, then the parts in the order of the record. Numbers are big-endian; lists and texts are prefixed
 * with their length. A change of the layout gets a new version.
 */
final class SplitSerializer {

    private static final int VERSION = 4;
    private static final int USUAL_BYTES_OF_A_FILE = 256;

    private SplitSerializer() {}

    static byte[] serialize(DataSplit split) {
        UnlockedBytes bytes = new UnlockedBytes(128 + USUAL_BYTES_OF_A_FILE * split.fileCount());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            Wire.writeText(out, split.branch());
            out.writeLong(split.snapshotId());
            out.writeLong(split.schemaId());
            Wire.writeBytes(out, split.partition().serialize());
            out.writeInt(split.bucket());
            out.writeByte(split.mode().code());
            writeRow(out, split.keyRange().lower());
            writeRow(out, split.keyRange().upper());
            out.writeLong(split.affinity());
            out.writeInt(split.sections().size());
            for (Section section : split.sections()) {
                out.writeBoolean(section.aligned());
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

    static DataSplit deserialize(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new TableStoreException("A split of version " + version + " reached a reader of version "
                        + VERSION + ". Use the same release of the connector on every machine.");
            }
            String branch = Wire.readText(in);
            long snapshotId = in.readLong();
            long schemaId = in.readLong();
            BinaryRow partition = BinaryRow.deserialize(Wire.readBytes(in));
            int bucket = in.readInt();
            ReadMode mode = mode(in.readUnsignedByte());
            KeyRange keyRange = new KeyRange(readRow(in), readRow(in));
            long affinity = in.readLong();
            List<Section> sections = new ArrayList<>();
            for (int s = Wire.readCount(in); s > 0; s--) {
                boolean aligned = in.readBoolean();
                List<SortedRun> runs = new ArrayList<>();
                for (int r = Wire.readCount(in); r > 0; r--) {
                    List<SplitFile> files = new ArrayList<>();
                    for (int f = Wire.readCount(in); f > 0; f--) {
                        files.add(readFile(in));
                    }
                    runs.add(new SortedRun(files));
                }
                sections.add(new Section(runs, aligned));
            }
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes too many");
            }
            return new DataSplit(branch, snapshotId, schemaId, partition, bucket, mode, sections, keyRange, affinity);
        } catch (IOException | IndexOutOfBoundsException | IllegalStateException damaged) {
            throw new TableStoreException(
                    "The bytes of a split are damaged: " + damaged.getMessage()
                            + ". Use the same release of the connector on every machine.",
                    damaged);
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
        Wire.writeText(out, file.name());
        out.writeLong(file.sizeInBytes());
        out.writeLong(file.rowCount());
        out.writeLong(part.rowStart());
        out.writeLong(part.rowEnd());
        Wire.writeBytes(out, file.minKey().serialize());
        Wire.writeBytes(out, file.maxKey().serialize());
        out.writeLong(file.minSequence());
        out.writeLong(file.maxSequence());
        out.writeLong(file.schemaId());
        out.writeInt(file.level());
        writeTexts(out, file.extraFiles());
        out.writeLong(file.creationMillis());
        out.writeLong(file.deleteRowCount());
        out.writeBoolean(file.externalPath() != null);
        if (file.externalPath() != null) {
            Wire.writeText(out, file.externalPath());
        }
        out.writeBoolean(file.firstRowId() != null);
        if (file.firstRowId() != null) {
            out.writeLong(file.firstRowId());
        }
        out.writeBoolean(file.writeColumns() != null);
        if (file.writeColumns() != null) {
            writeTexts(out, file.writeColumns());
        }
        DeletionVectorRef deletions = part.deletions();
        out.writeBoolean(deletions != null);
        if (deletions != null) {
            Wire.writeText(out, deletions.file());
            out.writeLong(deletions.fileSize());
            out.writeInt(deletions.offset());
            out.writeInt(deletions.length());
            out.writeLong(deletions.cardinality());
        }
    }

    private static SplitFile readFile(DataInputStream in) throws IOException {
        String name = Wire.readText(in);
        long size = in.readLong();
        long rowCount = in.readLong();
        long rowStart = in.readLong();
        long rowEnd = in.readLong();
        BinaryRow minKey = BinaryRow.deserialize(Wire.readBytes(in));
        BinaryRow maxKey = BinaryRow.deserialize(Wire.readBytes(in));
        long minSequence = in.readLong();
        long maxSequence = in.readLong();
        long schemaId = in.readLong();
        int level = in.readInt();
        List<String> extraFiles = readTexts(in);
        long creationMillis = in.readLong();
        long deleteRowCount = in.readLong();
        String externalPath = in.readBoolean() ? Wire.readText(in) : null;
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
                null,
                null,
                null,
                externalPath,
                firstRowId,
                writeColumns,
                List.of());
        DeletionVectorRef deletions = in.readBoolean()
                ? new DeletionVectorRef(Wire.readText(in), in.readLong(), in.readInt(), in.readInt(), in.readLong())
                : null;
        return new SplitFile(file, rowStart, rowEnd, deletions);
    }

    private static void writeRow(DataOutputStream out, @Nullable BinaryRow row) throws IOException {
        out.writeBoolean(row != null);
        if (row != null) {
            Wire.writeBytes(out, row.serialize());
        }
    }

    private static @Nullable BinaryRow readRow(DataInputStream in) throws IOException {
        return in.readBoolean() ? BinaryRow.deserialize(Wire.readBytes(in)) : null;
    }

    private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            Wire.writeText(out, text);
        }
    }

    private static List<String> readTexts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int i = Wire.readCount(in); i > 0; i--) {
            texts.add(Wire.readText(in));
        }
        return texts;
    }
}
