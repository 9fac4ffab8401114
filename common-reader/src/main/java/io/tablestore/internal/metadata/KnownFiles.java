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
package io.tablestore.internal.metadata;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that one process has read of a table, for others that work on the same statement.
 *
 * @param schemas contents of schema files by id
 * @param snapshotFile file of the pinned snapshot, relative to the table; empty if there is none
 * @param snapshot content of that file
 */
record KnownFiles(Map<Long, byte[]> schemas, String snapshotFile, byte[] snapshot) {

    private static final int VERSION = 1;

    static KnownFiles of(Map<Long, byte[]> schemas, @Nullable Snapshot pinned) {
        return new KnownFiles(
                schemas, pinned == null ? "" : pinned.file(), pinned == null ? new byte[0] : pinned.toJson());
    }

    @Nullable
    Snapshot pinned() {
        return snapshotFile.isEmpty() ? null : Snapshot.parse(snapshotFile, snapshot);
    }

    byte[] serialize() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            out.writeInt(schemas.size());
            for (Map.Entry<Long, byte[]> schema : schemas.entrySet()) {
                out.writeLong(schema.getKey());
                write(out, schema.getValue());
            }
            out.writeUTF(snapshotFile);
            write(out, snapshot);
        } catch (IOException failed) {
            throw new UncheckedIOException("an array takes every byte", failed);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }

    /** @throws TableStoreException if the bytes are damaged or of another version */
    static KnownFiles deserialize(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IOException("version " + version);
            }
            Map<Long, byte[]> schemas = new LinkedHashMap<>();
            for (int remaining = in.readInt(); remaining > 0; remaining--) {
                long id = in.readLong();
                schemas.put(id, read(in));
            }
            return new KnownFiles(schemas, in.readUTF(), read(in));
        } catch (IOException damaged) {
            throw new TableStoreException(
                    "The metadata of a statement is damaged or of another version: " + damaged.getMessage()
                            + ". Use the same version of the connector in all processes.",
                    damaged);
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        byte[] content = length < 0 ? new byte[0] : in.readNBytes(length);
        if (content.length != length) {
            throw new IOException("cut short");
        }
        return content;
    }
}
