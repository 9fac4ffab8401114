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
package io.tablestore.flink.read;

import io.tablestore.flink.types.CheckpointBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Serializes the splits that are not assigned to a task yet. */
final class FlinkSplitsSerializer implements SimpleVersionedSerializer<List<FlinkSplit>> {

    private final FlinkSplitSerializer split = new FlinkSplitSerializer();

    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(List<FlinkSplit> splits) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(splits.size());
            for (FlinkSplit one : splits) {
                CheckpointBytes.writeBytes(out, split.serialize(one));
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public List<FlinkSplit> deserialize(int version, byte[] serialized) throws IOException {
        List<FlinkSplit> splits = new ArrayList<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(serialized))) {
            int count = CheckpointBytes.readCount(in);
            for (int i = 0; i < count; i++) {
                splits.add(split.deserialize(version, CheckpointBytes.readBytes(in)));
            }
        }
        return splits;
    }
}
