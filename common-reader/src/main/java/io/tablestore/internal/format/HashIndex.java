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
package io.tablestore.internal.format;

import io.tablestore.error.CorruptFileException;
import java.nio.ByteBuffer;

/**
 * A {@code HASH} index file: the hashes of the keys in one bucket of a table with dynamic buckets, four bytes each, big-endian,
 * unordered (format reference, 5.6).
 */
public final class HashIndex {

    private HashIndex() {}

    /** The file's content. */
    public static byte[] encode(int[] hashes, int count) {
        ByteBuffer content = ByteBuffer.allocate(Math.multiplyExact(count, Integer.BYTES));
        content.asIntBuffer().put(hashes, 0, count);
        return content.array();
    }

    /** @throws CorruptFileException if the file's length is not a multiple of a hash */
    public static int[] decode(String file, byte[] content) {
        if (content.length % Integer.BYTES != 0) {
            throw new CorruptFileException(
                    file, "The file has " + content.length + " bytes, which is no multiple of 4.");
        }
        int[] hashes = new int[content.length / Integer.BYTES];
        ByteBuffer.wrap(content).asIntBuffer().get(hashes);
        return hashes;
    }
}
