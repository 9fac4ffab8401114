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

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem.Status;
import io.tablestore.internal.fs.RangeGroups;
import io.tablestore.internal.fs.http.Answer;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operations of S3 that tables need. Every error is an {@link IOException} whose message names the path and the store's answer.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class S3Client {

    /** How many requests of one read are under way at once. */
    private static final int PARALLEL_REQUESTS = 8;

    private final Sender sender;

    S3Client(Sender sender) {
        this.sender = sender;
    }

    Sender sender() {
        return sender;
    }

    /**
     * The end of an object.
     *
     * @param objectBytes size of the complete object
     */
    record Tail(long objectBytes, byte[] bytes) {}

    /** Reads the last bytes of an object, or all if it has fewer. */
    Tail tail(S3Path path, int mostBytes) throws IOException {
        Answer answer = sender.send(S3Request.of("GET", path).withHeader("range", "bytes=-" + mostBytes));
        if (answer.status() == 416) {
            return new Tail(0, new byte[0]); // an empty object has no last byte
        }
        check(answer, path);
        String range = answer.header("content-range");
        long objectBytes = answer.body().length;
        if (answer.status() == 206 && range != null) {
            String total = range.substring(range.lastIndexOf('/') + 1);
            objectBytes = total.matches("\\d{1,18}") ? Long.parseLong(total) : -1;
        }
        if (answer.body().length != Math.min(mostBytes, objectBytes) && answer.status() == 206) {
            throw new IOException(path + ": The store answers with " + answer.body().length
                    + " bytes and the Content-Range '" + range + "' when it is asked for the last " + mostBytes);
        }
        return new Tail(objectBytes, answer.body());
    }

    /** Reads a complete object. */
    byte[] get(S3Path path) throws IOException {
        Answer answer = sender.send(S3Request.of("GET", path));
        check(answer, path);
        return answer.body();
    }

    /**
     * Fills the buffers of ranges, some of them side by side. The positions of the buffers stay.
     *
     * @param objectBytes size of the object
     * @throws IOException if the object has another size
     */
    void read(S3Path path, long objectBytes, List<RangeReader.Range> ranges) throws IOException {
        Deque<RangeGroups.Group> waiting = new ArrayDeque<>(RangePlan.groups(ranges));
        Deque<Sender.Sent> running = new ArrayDeque<>();
        try {
            while (!waiting.isEmpty() || !running.isEmpty()) {
                while (!waiting.isEmpty() && running.size() < PARALLEL_REQUESTS) {
                    RangeGroups.Group group = waiting.remove();
                    running.add(sender.start(
                            new RangeDownload(path, objectBytes, group.start(), group.end(), group.ranges())));
                }
                check(sender.await(running.element()), path);
                running.remove();
            }
        } finally {
            running.forEach(Sender.Sent::abandon); // nothing may write to the buffers after this call
        }
    }

    /** Size and time of an object, or null if it does not exist. */
    @Nullable
    Status status(S3Path path) throws IOException {
        Answer answer = sender.send(S3Request.of("HEAD", path));
        if (answer.status() == 404) {
            return null;
        }
        check(answer, path);
        String length = answer.header("content-length");
        String modified = answer.header("last-modified");
        if (length == null || modified == null) {
            throw new IOException(path + ": The store's answer to HEAD has no size or no time");
        }
        return new Status(Long.parseLong(length), time(path, modified).toEpochMilli());
    }

    private static Instant time(S3Path path, String modified) throws IOException {
        try {
            return ZonedDateTime.parse(modified, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException malformed) {
            throw new IOException(path + ": The store's answer to HEAD has the time '" + modified + "'", malformed);
        }
    }

    /** A listing of the direct entries of a directory, without the pages. */
    S3Request listing(S3Path directory) {
        return below(directory).withQuery("delimiter", "/");
    }

    /** A listing of everything below a directory. */
    S3Request below(S3Path directory) {
        return S3Request.of("GET", new S3Path(directory.location(), directory.bucket(), ""))
                .withQuery("list-type", "2")
                .withQuery("encoding-type", "url")
                .withQuery("prefix", directory.prefix());
    }

    /** @param token from the page before, or empty for the first page */
    ListPage page(S3Request listing, String token) throws IOException {
        Answer answer = sender.send(token.isEmpty() ? listing : listing.withQuery("continuation-token", token));
        if (!answer.isSuccess()) {
            throw listingError(answer, listing.path());
        }
        return ListPage.parse(answer.body());
    }

    /** A directory that is not there has an empty listing, so an answer 404 is never about it. */
    private static IOException listingError(Answer answer, S3Path directory) {
        StoreError error = StoreError.of(answer);
        return error.isMissingKey()
                ? new IOException(directory + ": The store answers " + answer.status() + " to a listing")
                : error.exception(directory, 1);
    }

    /** Writes an object, replacing the one that is there. */
    void put(S3Path path, byte[] content) throws IOException {
        check(sender.send(S3Request.of("PUT", path).withBody(content)), path);
    }

    /** Deletes an object; does nothing if it does not exist. */
    void delete(S3Path path) throws IOException {
        Answer answer = sender.send(S3Request.of("DELETE", path));
        if (!answer.isSuccess() && !StoreError.of(answer).isMissingKey()) {
            throw StoreError.of(answer).exception(path, 1);
        }
    }

    /** Deletes everything below a directory. */
    void deleteBelow(S3Path directory) throws IOException {
        BatchDelete batches = new BatchDelete(this, directory);
        String token = "";
        do {
            ListPage page = page(below(directory), token);
            batches.delete(page.keys());
            token = page.nextToken();
        } while (!token.isEmpty());
    }

    /** @throws IOException if the answer is not a success */
    static void check(Answer answer, S3Path path) throws IOException {
        if (!answer.isSuccess()) {
            throw StoreError.of(answer).exception(path, 1);
        }
    }
}
