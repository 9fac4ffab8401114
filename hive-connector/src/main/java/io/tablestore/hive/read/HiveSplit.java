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
package io.tablestore.hive.read;

import io.tablestore.TableStore;
import io.tablestore.scan.Split;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.FileSplit;

/**
 * A split of the reader in its serialized form. To Hive it is a part of a file at the table's location, since Hive
 * finds a split's table by its path.
 */
public final class HiveSplit extends FileSplit {

    private static final int MAX_BYTES = 1 << 28;

    private byte[] split = new byte[0];

    /** Required by Hadoop, which then calls {@link #readFields}. */
    public HiveSplit() {}

    private HiveSplit(Path table, long sizeInBytes, byte[] split) {
        super(table, 0, sizeInBytes, new String[0]);
        this.split = split;
    }

    /** @param table location of the table in the metastore */
    public static HiveSplit of(Path table, Split split) {
        return new HiveSplit(table, split.sizeInBytes(), split.serialize());
    }

    /** The only split of a system table. */
    public static HiveSplit ofSystemTable(Path table) {
        return new HiveSplit(table, 1, new byte[0]);
    }

    public Split split() {
        return TableStore.deserializeSplit(split);
    }

    @Override
    public void write(DataOutput out) throws IOException {
        super.write(out);
        out.writeInt(split.length);
        out.write(split);
    }

    @Override
    public void readFields(DataInput in) throws IOException {
        super.readFields(in);
        int length = in.readInt();
        if (length < 0 || length > MAX_BYTES) {
            throw new IOException("a split of " + length + " bytes is damaged");
        }
        split = new byte[length];
        in.readFully(split);
    }
}
