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
package io.tablestore.writer;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.FileKind;
import io.tablestore.internal.format.manifest.IndexEntry;
import io.tablestore.internal.format.manifest.ManifestDecoder;
import io.tablestore.internal.format.manifest.ManifestEncoder;
import io.tablestore.internal.format.manifest.ManifestEntry;
import io.tablestore.internal.format.manifest.ManifestStatistics;
import io.tablestore.internal.wire.Wire;
import io.tablestore.types.BinaryRow;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Serializes commit messages, for checkpoints and other processes. Data files are written as manifest entries, whose format
 * changes only by optional fields.
 */
public final class CommitMessageSerializer {

    /** Version prefix of the bytes. Older versions stay readable as long as checkpoints may contain them. */
    public static final int VERSION = 1;

    private CommitMessageSerializer() {}

    public static byte[] serialize(List<CommitMessage> messages) {
        List<ManifestEntry> entries = new ArrayList<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(messages.size());
            for (CommitMessage message : messages) {
                write(out, message, entries);
            }
            Wire.writeBytes(out, ManifestEncoder.encode(entries)); // all files together: one schema
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, CommitMessage message, List<ManifestEntry> entries)
            throws IOException {
        Wire.writeBytes(out, message.partition().serialize());
        out.writeInt(message.bucket());
        out.writeInt(message.totalBuckets());
        writeFiles(out, message, message.newFiles(), entries);
        writeFiles(out, message, message.compactBefore(), entries);
        writeFiles(out, message, message.compactAfter(), entries);
        IndexEntry index = message.hashIndex();
        out.writeBoolean(index != null);
        if (index != null) {
            Wire.writeText(out, index.fileName());
            out.writeLong(index.sizeInBytes());
            out.writeLong(index.rowCount());
        }
    }

    private static void writeFiles(
            DataOutputStream out, CommitMessage message, List<DataFile> files, List<ManifestEntry> entries)
            throws IOException {
        out.writeInt(files.size());
        for (DataFile file : files) {
            entries.add(new ManifestEntry(
                    FileKind.ADD, message.partition(), message.bucket(), message.totalBuckets(), file));
        }
    }

    /** A message without its files, and the length of each file list. */
    private record Head(
            BinaryRow partition,
            int bucket,
            int totalBuckets,
            int newFiles,
            int compactBefore,
            int compactAfter,
            @Nullable IndexEntry index) {}

    /** @throws TableStoreException if the bytes are damaged or of a newer version */
    public static List<CommitMessage> deserialize(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new TableStoreException("The commit messages are of version " + version + "; this release reads "
                        + VERSION + ". Restore the job with the release that took its checkpoint, or a newer one.");
            }
            int count = Wire.readCount(in);
            List<Head> heads = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                heads.add(readHead(in));
            }
            Iterator<DataFile> files = files(Wire.readBytes(in)).iterator();
            List<CommitMessage> messages = new ArrayList<>();
            for (Head head : heads) {
                messages.add(new CommitMessage(
                        head.partition,
                        head.bucket,
                        head.totalBuckets,
                        take(files, head.newFiles),
                        take(files, head.compactBefore),
                        take(files, head.compactAfter),
                        head.index));
            }
            return messages;
        } catch (IOException | NoSuchElementException | IndexOutOfBoundsException damaged) {
            throw new TableStoreException(
                    "The commit messages of a checkpoint are damaged: " + damaged
                            + ". Restore the job from an older checkpoint.",
                    damaged);
        }
    }

    private static Head readHead(DataInputStream in) throws IOException {
        BinaryRow partition = BinaryRow.deserialize(Wire.readBytes(in));
        int bucket = in.readInt();
        return new Head(
                partition,
                bucket,
                in.readInt(),
                in.readInt(),
                in.readInt(),
                in.readInt(),
                readIndex(in, partition, bucket));
    }

    private static @Nullable IndexEntry readIndex(DataInputStream in, BinaryRow partition, int bucket)
            throws IOException {
        return in.readBoolean()
                ? new IndexEntry(
                        partition,
                        bucket,
                        IndexEntry.HASH,
                        Wire.readText(in),
                        in.readLong(),
                        in.readLong(),
                        Map.of(),
                        null)
                : null;
    }

    private static List<DataFile> files(byte[] manifest) {
        List<DataFile> files = new ArrayList<>();
        new ManifestDecoder("a commit message", ManifestDecoder.EntryFilter.ALL, ManifestStatistics.DECODED)
                .decode(manifest, entry -> files.add(entry.file()));
        return files;
    }

    private static List<DataFile> take(Iterator<DataFile> files, int count) {
        List<DataFile> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(files.next());
        }
        return taken;
    }
}
