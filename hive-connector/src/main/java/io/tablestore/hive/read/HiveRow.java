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

import java.io.DataInput;
import java.io.DataOutput;
import org.apache.hadoop.io.Writable;
import org.jspecify.annotations.Nullable;

/** A row of Hive writables, by column position in the table. It never leaves the process. */
public final class HiveRow implements Writable {

    private @Nullable Object[] values = new Object[0];

    /** Required by Hadoop. */
    public HiveRow() {}

    HiveRow(int columns) {
        values = new Object[columns];
    }

    /** The values. They are owned by this row, which is reused for all rows. */
    @Nullable
    public Object[] values() {
        return values;
    }

    @Override
    public void write(DataOutput out) {
        throw new UnsupportedOperationException("rows are not sent");
    }

    @Override
    public void readFields(DataInput in) {
        throw new UnsupportedOperationException("rows are not sent");
    }
}
