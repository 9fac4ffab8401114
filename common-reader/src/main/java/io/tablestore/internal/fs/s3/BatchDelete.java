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

import io.tablestore.internal.fs.http.Answer;
import io.tablestore.internal.fs.http.XmlElement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;

/**
 * Deletes objects, with one request for many of them. Stores that do not have that request get one for each object.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class BatchDelete {

    /** That the request may name. */
    static final int MOST_KEYS = 1000;

    private final S3Client client;
    private final S3Path directory;
    private boolean isSupported = true;

    BatchDelete(S3Client client, S3Path directory) {
        this.client = client;
        this.directory = directory;
    }

    /** @param keys at most {@link #MOST_KEYS} */
    void delete(List<String> keys) throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        // XML cannot hold control characters, whatever the store accepts as a key.
        boolean fitsXml = keys.stream().noneMatch(key -> key.chars().anyMatch(c -> c < ' ' || c > '\uFFFD'));
        if (isSupported && fitsXml && keys.size() > 1 && deleteTogether(keys)) {
            return;
        }
        for (String key : keys) {
            client.delete(directory.withKey(key));
        }
    }

    private boolean deleteTogether(List<String> keys) throws IOException {
        StringBuilder xml =
                new StringBuilder("<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Quiet>true</Quiet>");
        for (String key : keys) {
            xml.append("<Object><Key>").append(escaped(key)).append("</Key></Object>");
        }
        byte[] body = xml.append("</Delete>").toString().getBytes(StandardCharsets.UTF_8);
        Answer answer = client.sender()
                .send(S3Request.of("POST", directory.withKey(""))
                        .withQuery("delete", "")
                        .withHeader("content-md5", md5(body))
                        .withHeader("content-type", "application/xml")
                        .withBody(body));
        if (answer.status() == 405 || answer.status() == 501) {
            isSupported = false;
            return false;
        }
        S3Client.check(answer, directory);
        List<XmlElement> errors = XmlElement.parse(answer.body()).children("Error");
        if (!errors.isEmpty()) {
            XmlElement first = errors.get(0);
            throw new IOException(directory + ": " + errors.size() + " files cannot be deleted, among them "
                    + first.textOf("Key") + ": " + first.textOf("Code") + ": " + first.textOf("Message"));
        }
        return true;
    }

    private static String escaped(String key) {
        return key.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The store demands it for this request; it guards against errors of transfer only. */
    private static String md5(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has MD5", impossible);
        }
    }
}
