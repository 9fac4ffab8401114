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
package io.tablestore.hive.types;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.hadoop.hive.serde2.io.HiveDecimalWritable;

/** Translates 128-bit decimals to Hive's. */
public final class HiveDecimals {

    private HiveDecimals() {}

    /**
     * Sets a decimal.
     *
     * @param address of the 16 bytes of the unscaled value, lowest byte first
     * @param scratch 16 bytes
     */
    public static void set(HiveDecimalWritable target, long address, int scale, byte[] scratch) {
        long low = MemoryUtil.getLong(address);
        if (MemoryUtil.getLong(address + 8) == low >> 63) {
            target.setFromLongAndScale(low, scale);
            return;
        }
        for (int i = 0; i < 16; i++) {
            scratch[15 - i] = MemoryUtil.getByte(address + i);
        }
        target.setFromBigIntegerBytesAndScale(scratch, 0, 16, scale);
    }
}
