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

import io.tablestore.fs.RangeReader.Range;
import io.tablestore.internal.fs.http.BodySink;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Downloads a part of an object into the buffers of ranges, also over several requests: each continues where the last one broke
 * off.
 *
 * <p><b>Threads:</b> used by the thread that waits and, while a request is under way, by threads of the HTTP client.
 */
final class RangeDownload implements BodySink {

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    private final S3Path path;
    private final long objectBytes;
    private final long end;
    private final List<Range> ranges;
    private long position;
    private @Nullable String problem;

    /**
     * @param objectBytes size of the object, which answers must confirm
     * @param start of the first byte
     * @param end after the last byte; above {@code start}
     * @param ranges what is wanted between them; their buffers are filled at their positions, which stay
     */
    RangeDownload(S3Path path, long objectBytes, long start, long end, List<Range> ranges) {
        this.path = path;
        this.objectBytes = objectBytes;
        this.position = start;
        this.end = end;
        this.ranges = List.copyOf(ranges);
    }

    /** The request for the bytes that have not come yet; for the last byte if all have. */
    S3Request remaining() {
        position = Math.min(position, end - 1);
        return S3Request.of("GET", path).withHeader("range", "bytes=" + position + "-" + (end - 1));
    }

    boolean isComplete() {
        return position == end;
    }

    /** @throws IOException if the last answer was not the wanted part of an object of the known size */
    void checkAnswer() throws IOException {
        if (problem != null) {
            throw new IOException(path + ": " + problem);
        }
    }

    @Override
    public boolean takes(int status, HttpHeaders headers) {
        if (status == 200) {
            long length = headers.firstValueAsLong("content-length").orElse(-1);
            checkPart(0, length < 0 ? objectBytes : length);
            return true;
        }
        if (status != 206) {
            return false;
        }
        String text = headers.firstValue("content-range").orElse("");
        Matcher range = CONTENT_RANGE.matcher(text);
        if (range.matches()) {
            checkPart(Long.parseLong(range.group(1)), Long.parseLong(range.group(3)));
        } else {
            problem = "The store's answer has the Content-Range '" + text + "'";
        }
        return true;
    }

    private void checkPart(long start, long total) {
        if (total != objectBytes) {
            problem = "The file has " + total + " bytes, but its metadata says " + objectBytes;
        } else if (start != position) {
            problem = "The store answers with the bytes from " + start + " when it is asked for those from " + position;
        }
    }

    @Override
    public void accept(ByteBuffer chunk) {
        if (problem != null) {
            return;
        }
        int count = (int) Math.min(chunk.remaining(), end - position);
        for (Range range : ranges) {
            ByteBuffer target = range.target();
            long from = Math.max(range.position(), position);
            long to = Math.min(range.position() + target.remaining(), position + count);
            if (from < to) {
                target.put(
                        target.position() + (int) (from - range.position()),
                        chunk,
                        chunk.position() + (int) (from - position),
                        (int) (to - from));
            }
        }
        position += count;
    }
}
