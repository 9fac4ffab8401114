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
package io.tablestore.writer.internal.file.encoder;

import org.apache.arrow.memory.ArrowBuf;

/** A reusable heap array that the columns of a file share. Its content is valid until the next use. */
public final class Scratch {

    private byte[] bytes = new byte[1 << 10];

    /** Copies the first bytes of a vector to the heap, followed by slack; valid until the next call. */
    public byte[] copy(ArrowBuf memory, int size) {
        if (bytes.length < size + Words.SLACK_BYTES) {
            bytes = new byte[size + size / 2 + Words.SLACK_BYTES];
        }
        if (size > 0) {
            memory.getBytes(0, bytes, 0, size);
        }
        return bytes;
    }
}
