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
package io.tablestore.internal.file.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tablestore.arrow.ArrowMemory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.junit.jupiter.api.Test;

/** The room for what zstd frames hold, by their headers alone. */
class ZstdFramesTest {

    private static final byte[] SKIPPED = {0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 7, 7, 7};

    @Test
    void framesFollowEachOther() throws IOException {
        byte[] noise = new byte[300_000];
        new Random(1).nextBytes(noise);
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        frames.write(Zstd.compress(noise)); // blocks as they are
        frames.write(SKIPPED);
        frames.write(Zstd.compress(new byte[1_000_000])); // blocks of one byte, repeated
        frames.write(Zstd.compress(new byte[0]));
        frames.write(Zstd.compress("abcabcabcabcabcabcabcabcabcabc".repeat(50).getBytes(StandardCharsets.US_ASCII)));
        assertThat(largest(frames.toByteArray())).isBetween(1_301_500L, 1_301_500L + 10 * (128 << 10));
    }

    @Test
    void nothingHoldsNothing() throws IOException {
        assertThat(largest(new byte[0])).isZero();
        assertThat(largest(SKIPPED)).isZero();
    }

    @Test
    void whatIsCutIsAnError() {
        byte[] frame = Zstd.compress(new byte[1000]);
        for (int length = 1; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> largest(cut))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("zstd: ");
        }
        byte[] other = frame.clone();
        other[0]++;
        assertThatThrownBy(() -> largest(other)).isInstanceOf(IOException.class).hasMessageContaining("no frame");
    }

    private static long largest(byte[] bytes) throws IOException {
        try (BufferAllocator allocator = ArrowMemory.newRoot(1 << 24);
                ArrowBuf memory = allocator.buffer(Math.max(1, bytes.length))) {
            memory.setBytes(0, bytes);
            return ZstdFrames.largest(memory, bytes.length);
        }
    }
}
