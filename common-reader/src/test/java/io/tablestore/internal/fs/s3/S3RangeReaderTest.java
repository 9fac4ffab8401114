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
package io.tablestore.internal.fs.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.RangeReader.Range;
import io.tablestore.internal.fs.http.AnswerServer;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class S3RangeReaderTest {

    private static final S3Path PATH = TestClients.path("s3://b/data");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final AnswerServer server = new AnswerServer();
    private final S3Client client = TestClients.client(server.address());

    @AfterEach
    void close() {
        server.close();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    /** Answers with ranges of these bytes, of which at most {@code mostBytes} arrive before the connection ends. */
    private static AnswerServer.Reply ranges(byte[] content, int mostBytes) {
        return (exchange, request) -> {
            Matcher range = RANGE.matcher(request.header("range"));
            assertThat(range.matches()).isTrue();
            int last = range.group(2).isEmpty() ? content.length - 1 : Integer.parseInt(range.group(2));
            int end = Math.min(content.length, last + 1);
            int start = Integer.parseInt(range.group(1).isEmpty() ? "0" : range.group(1));
            if (range.group(1).isEmpty()) {
                start = Math.max(0, content.length - last);
                end = content.length;
            }
            exchange.getResponseHeaders()
                    .add("Content-Range", "bytes " + start + "-" + (end - 1) + "/" + content.length);
            exchange.sendResponseHeaders(206, end - start);
            exchange.getResponseBody().write(content, start, Math.min(mostBytes, end - start));
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    private void serve(byte[] content) {
        server.otherwise(ranges(content, Integer.MAX_VALUE));
    }

    private List<String> requested() {
        return server.requests().stream()
                .map(request -> request.header("range").replace("bytes=", ""))
                .toList();
    }

    private static Range range(long position, int length) {
        return new Range(position, ByteBuffer.allocate(length));
    }

    private static void hasBytes(Range range, byte[] content) {
        assertThat(range.target().hasRemaining()).isFalse();
        byte[] read = new byte[range.target().flip().remaining()];
        range.target().get(read);
        int start = (int) range.position();
        assertThat(read).isEqualTo(Arrays.copyOfRange(content, start, start + read.length));
    }

    private static void reads(RangeReader reader, byte[] content, Range... ranges) throws IOException {
        reader.readFully(List.of(ranges));
        for (Range range : ranges) {
            hasBytes(range, content);
        }
    }

    @Test
    void aSmallFileOfUnknownSizeIsOneRequest() throws IOException {
        byte[] content = random(1000);
        serve(content);
        try (RangeReader reader = S3RangeReader.open(client, PATH)) {
            assertThat(reader.size()).isEqualTo(1000);
            reads(reader, content, range(0, 1000));
            reads(reader, content, range(10, 5), range(990, 10));
        }
        assertThat(requested()).containsExactly("-65536");
    }

    @Test
    void aFileOfUnknownSizeKeepsItsEnd() throws IOException {
        byte[] content = random(200_000);
        serve(content);
        try (RangeReader reader = S3RangeReader.open(client, PATH)) {
            assertThat(reader.size()).isEqualTo(200_000);
            reads(reader, content, range(199_000, 1000));
            reads(reader, content, range(0, 200_000));
        }
        assertThat(requested()).containsExactly("-65536", "0-134463");
    }

    @Test
    void ofAFileOfKnownSizeOnlyWhatIsWantedIsRead() throws IOException {
        byte[] content = random(1_000_000);
        serve(content);
        try (RangeReader reader = S3RangeReader.ofSize(client, PATH, content.length)) {
            assertThat(reader.size()).isEqualTo(1_000_000);
            reads(reader, content, range(999_992, 8));
            reads(reader, content, range(4, 1000));
        }
        assertThat(requested()).containsExactly("999992-999999", "4-1003");
    }

    @Test
    void anEmptyFileHasNoBytes() throws IOException {
        server.then(416, TestClients.error("InvalidRange"));
        try (RangeReader reader = S3RangeReader.open(client, PATH)) {
            assertThat(reader.size()).isZero();
            assertThatThrownBy(() -> reader.readFully(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aMissingFileIsMissing() {
        server.otherwise(AnswerServer.reply(404, TestClients.error("NoSuchKey")));
        assertThatThrownBy(() -> S3RangeReader.open(client, PATH))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("s3://b/data");
        assertThatThrownBy(() -> S3RangeReader.ofSize(client, PATH, 10).readFully(0, ByteBuffer.allocate(1)))
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void rangesOutsideTheFileAreRefused() throws IOException {
        try (RangeReader reader = S3RangeReader.ofSize(client, PATH, 10)) {
            assertThatThrownBy(() -> reader.readFully(8, ByteBuffer.allocate(4)))
                    .isInstanceOf(EOFException.class)
                    .hasMessage("s3://b/data has 10 bytes; those from 8 to 12 cannot be read");
            assertThatThrownBy(() -> reader.readFully(-1, ByteBuffer.allocate(4)))
                    .isInstanceOf(EOFException.class);
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void anotherSizeIsReported() {
        serve(random(999));
        assertThatThrownBy(() -> S3RangeReader.ofSize(client, PATH, 1000).readFully(0, ByteBuffer.allocate(4)))
                .isInstanceOf(IOException.class)
                .hasMessage("s3://b/data: The file has 999 bytes, but its metadata says 1000");
        assertThat(server.requests()).hasSize(1);
    }

    /** As some servers do that do not know ranges. */
    @Test
    void anAnswerWithoutARangeCountsOnlyFromTheStart() throws IOException {
        server.otherwise(AnswerServer.reply(200, "0123456789"));
        ByteBuffer all = ByteBuffer.allocate(10);
        S3RangeReader.ofSize(client, PATH, 10).readFully(0, all);
        assertThat(all.array()).isEqualTo("0123456789".getBytes(StandardCharsets.UTF_8));
        RangeDownload middle = new RangeDownload(PATH, 10, 5, 8, List.of(range(5, 3)));
        assertThatThrownBy(() -> client.sender().await(client.sender().start(middle)))
                .hasMessage("s3://b/data: The store answers with the bytes from 0 when it is asked for those from 5");
    }

    @Test
    void whatBreaksOffIsReadOnFromThere() throws IOException {
        byte[] content = random(700_000);
        server.then(ranges(content, 100_000)).then(503, "").then(ranges(content, 50_000));
        serve(content);
        try (RangeReader reader = S3RangeReader.ofSize(client, PATH, content.length)) {
            reads(reader, content, range(1000, 400_000));
        }
        assertThat(requested()).hasSize(4).allMatch(range -> range.endsWith("-400999"));
        List<Integer> starts = requested().stream()
                .map(range -> Integer.valueOf(range.substring(0, range.indexOf('-'))))
                .toList();
        assertThat(starts.get(0)).isEqualTo(1000);
        assertThat(starts.get(2)).isEqualTo(starts.get(1)).isBetween(1000, 101_000);
        assertThat(starts.get(3)).isBetween(starts.get(2), 151_000);
        assertThat(starts.get(3)).as("some bytes have come").isGreaterThan(1000);
    }

    @Test
    void eightRequestsAreUnderWayAtOnce() throws IOException {
        byte[] content = random(20 << 20);
        CountDownLatch eight = new CountDownLatch(8);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AnswerServer.Reply ranges = ranges(content, Integer.MAX_VALUE);
        server.otherwise((exchange, request) -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            eight.countDown();
            try {
                eight.await();
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
            running.decrementAndGet(); // the client can only begin the next one after this answer
            ranges.to(exchange, request);
        });
        List<Range> ranges16 = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            ranges16.add(range(i * 1_000_000L, 1000 + i));
        }
        try (RangeReader reader = S3RangeReader.ofSize(client, PATH, content.length)) {
            reads(reader, content, ranges16.toArray(Range[]::new));
        }
        assertThat(most).hasValue(8);
        assertThat(requested()).hasSize(16);
    }

    @Test
    void randomRangesAreReadIntoAnyBuffer() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] content = random(2_000_000);
        serve(content);
        for (int round = 0; round < 30; round++) {
            try (RangeReader reader = round % 2 == 0
                    ? S3RangeReader.open(client, PATH)
                    : S3RangeReader.ofSize(client, PATH, content.length)) {
                for (int read = 0; read < 3; read++) {
                    List<Range> ranges = new ArrayList<>();
                    for (int i = random.nextInt(6); i >= 0; i--) {
                        int length = random.nextInt(random.nextBoolean() ? 100 : 300_000);
                        int skipped = random.nextInt(10);
                        ByteBuffer target = random.nextBoolean()
                                ? ByteBuffer.allocate(skipped + length)
                                : ByteBuffer.allocateDirect(skipped + length);
                        ranges.add(new Range(
                                random.nextInt(content.length - length),
                                target.position(skipped).slice()));
                    }
                    reader.readFully(ranges);
                    for (Range range : ranges) {
                        hasBytes(range, content);
                    }
                }
            } catch (IOException | AssertionError failed) {
                throw new AssertionError("seed " + seed, failed);
            }
        }
    }
}
