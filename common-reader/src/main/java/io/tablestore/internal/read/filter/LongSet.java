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
package io.tablestore.internal.read.filter;

import java.util.Arrays;

/** A set of numbers with fast lookup: an open-addressing hash table, at most half full. */
final class LongSet {

    private final long[] slots;
    private final int mask;

    /** Whether the set contains the number that marks a free slot. */
    private final boolean holdsFree;

    private static final long FREE = Long.MIN_VALUE;

    LongSet(long[] values) {
        this.slots = new long[Math.max(4, 2 * Integer.highestOneBit(Math.max(1, values.length)) << 1)];
        this.mask = slots.length - 1;
        Arrays.fill(slots, FREE);
        boolean free = false;
        for (long value : values) {
            free |= value == FREE;
            int slot = slot(value);
            while (slots[slot] != FREE && slots[slot] != value) {
                slot = slot + 1 & mask;
            }
            slots[slot] = value;
        }
        this.holdsFree = free;
    }

    private int slot(long value) {
        long hash = value * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & mask;
    }

    boolean contains(long value) {
        if (value == FREE) {
            return holdsFree;
        }
        int slot = slot(value);
        while (slots[slot] != value) {
            if (slots[slot] == FREE) {
                return false;
            }
            slot = slot + 1 & mask;
        }
        return true;
    }
}
