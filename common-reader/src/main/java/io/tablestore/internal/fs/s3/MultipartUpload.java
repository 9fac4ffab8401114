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

import io.tablestore.fs.TableFileSystem.Status;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.internal.fs.http.Answer;
import io.tablestore.internal.fs.http.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object that is uploaded in parts. No reader sees it before {@link #complete}.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class MultipartUpload {

    private static final Logger LOG = LoggerFactory.getLogger(MultipartUpload.class);

    private final Sender sender;
    private final S3Client client;
    private final S3Path path;
    private final String id;
    private final List<String> tags = new ArrayList<>();
    private long bytes;
    private Sender.@Nullable Sent running;

    private MultipartUpload(S3Client client, S3Path path, String id) {
        this.sender = client.sender();
        this.client = client;
        this.path = path;
        this.id = id;
    }

    static MultipartUpload begin(S3Client client, S3Path path) throws IOException {
        Answer answer = client.sender().send(S3Request.of("POST", path).withQuery("uploads", ""));
        S3Client.check(answer, path);
        String id = XmlElement.parse(answer.body()).textOf("UploadId");
        if (id.isEmpty()) {
            throw new IOException(path + ": The store begins an upload without an UploadId");
        }
        return new MultipartUpload(client, path, id);
    }

    /**
     * Sends the next part, after waiting for the one before.
     *
     * @param part not copied, and not to be changed
     */
    void send(byte[] part) throws IOException {
        await();
        bytes += part.length;
        running = sender.start(S3Request.of("PUT", path)
                .withQuery("partNumber", Integer.toString(tags.size() + 1))
                .withQuery("uploadId", id)
                .withBody(part));
    }

    private void await() throws IOException {
        Sender.Sent sent = running;
        if (sent == null) {
            return;
        }
        running = null;
        Answer answer = sender.await(sent);
        S3Client.check(answer, path);
        String tag = answer.header("etag");
        if (tag == null) {
            throw new IOException(path + ": The store's answer to a part has no ETag");
        }
        tags.add(tag);
    }

    /**
     * Makes the object of the parts.
     *
     * @throws FileAlreadyExistsException if there is an object, on stores that check it
     * @throws UnknownOutcomeException if it cannot be found out whether the object is there
     */
    void complete() throws IOException {
        await();
        StringBuilder xml = new StringBuilder("<CompleteMultipartUpload>");
        for (int i = 0; i < tags.size(); i++) {
            xml.append("<Part><PartNumber>")
                    .append(i + 1)
                    .append("</PartNumber><ETag>")
                    .append(tags.get(i))
                    .append("</ETag></Part>");
        }
        Answer answer;
        try {
            answer = sender.send(S3Request.of("POST", path)
                    .withQuery("uploadId", id)
                    .withHeader("if-none-match", "*")
                    .withHeader("content-type", "application/xml")
                    .withBody(
                            xml.append("</CompleteMultipartUpload>").toString().getBytes(StandardCharsets.UTF_8)));
        } catch (IOException unanswered) {
            throw new UnknownOutcomeException(new TablePath(path.location()), unanswered);
        }
        StoreError error = error(answer);
        if (error == null) {
            return;
        }
        // An earlier attempt, whose answer was lost, has ended the upload. Names of data files are unique.
        boolean mayBeOurs = error.code().equals("NoSuchUpload") || error.status() == 412;
        Status status = mayBeOurs ? client.status(path) : null;
        if (status != null && status.sizeInBytes() == bytes) {
            return;
        }
        if (error.status() == 412) {
            throw new FileAlreadyExistsException(path.location());
        }
        throw error.exception(path, 1);
    }

    /** The error of an answer, which may have the status 200: the store begins it before the object is complete. */
    private static @Nullable StoreError error(Answer answer) {
        if (!answer.isSuccess()) {
            return StoreError.of(answer);
        }
        StoreError error = StoreError.of(answer);
        return error.code().isEmpty() ? null : error;
    }

    /** Gives up; does not fail. The store keeps parts that it cannot be told to delete until its own rules delete them. */
    void abort() {
        Sender.Sent sent = running;
        if (sent != null) {
            sent.abandon();
            running = null;
        }
        boolean wasInterrupted = Thread.interrupted(); // the store must still be told
        try {
            Answer answer = sender.send(S3Request.of("DELETE", path).withQuery("uploadId", id));
            if (!answer.isSuccess() && answer.status() != 404) {
                throw StoreError.of(answer).exception(path, 1);
            }
        } catch (IOException failed) {
            LOG.warn("{}: the upload {} cannot be aborted; its parts stay in the store.", path, id, failed);
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
