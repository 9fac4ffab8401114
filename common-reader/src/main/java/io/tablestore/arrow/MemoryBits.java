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
package io.tablestore.arrow;

import org.apache.arrow.memory.util.MemoryUtil;

/** Reads bits in Arrow's order: bit 0 is the lowest bit of the first byte. */
public final class MemoryBits {

    private MemoryBits() {}

    /**
     * Returns one bit, 0 or 1, without bounds checks.
     *
     * @param address address of the first byte
     */
    public static int get(long address, long position) {
        return MemoryUtil.getByte(address + (position >>> 3)) >>> (position & 7) & 1;
    }
}
