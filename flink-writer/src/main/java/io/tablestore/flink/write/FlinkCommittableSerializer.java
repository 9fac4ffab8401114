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
package io.tablestore.flink.write;

import io.tablestore.error.TableStoreException;
import io.tablestore.flink.types.CheckpointBytes;
import io.tablestore.writer.CommitMessageSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Serializes committables for checkpoints. */
final class FlinkCommittableSerializer implements SimpleVersionedSerializer<FlinkCommittable> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(FlinkCommittable committable) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            CheckpointBytes.writeText(out, committable.user());
            out.writeLong(committable.checkpoint());
            CheckpointBytes.writeBytes(out, CommitMessageSerializer.serialize(committable.messages()));
        }
        return bytes.toByteArray();
    }

    @Override
    public FlinkCommittable deserialize(int version, byte[] serialized) throws IOException {
        if (version != VERSION) {
            throw new TableStoreException(
                    "A checkpoint holds committables of version " + version + "; this release reads " + VERSION
                            + ". Restore it with the release that took it, or a newer one.");
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
            return new FlinkCommittable(
                    CheckpointBytes.readText(in),
                    in.readLong(),
                    CommitMessageSerializer.deserialize(CheckpointBytes.readBytes(in)));
        }
    }
}
