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

import io.tablestore.TableStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Serializes a split: its number, then the reader's serialized form. */
final class FlinkSplitSerializer implements SimpleVersionedSerializer<FlinkSplit> {

    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(FlinkSplit split) {
        byte[] bytes = split.split().serialize();
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(split.number())
                .put(bytes)
                .array();
    }

    @Override
    public FlinkSplit deserialize(int version, byte[] serialized) throws IOException {
        if (version != getVersion()) {
            throw new IOException("splits of version " + version + " are not read, only " + getVersion());
        }
        ByteBuffer buffer = ByteBuffer.wrap(serialized);
        int number = buffer.getInt();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new FlinkSplit(number, TableStore.deserializeSplit(bytes));
    }
}
