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
package io.tablestore.internal.fs.s3.credentials;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tablestore.internal.fs.http.Answer;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** The credentials in the answer of a container's agent or of instance metadata. */
final class CredentialJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CredentialJson() {}

    /** @param source what answered, for messages */
    static Credentials parse(String source, Answer answer) throws IOException {
        if (!answer.isSuccess()) {
            throw new IOException(source + " answers " + answer.status() + " when it is asked for credentials");
        }
        JsonNode json = tree(source, answer.body());
        String code = json.path("Code").asText("Success");
        if (!code.equals("Success")) {
            throw new IOException(source + " answers '" + code + "' when it is asked for credentials: "
                    + json.path("Message").asText());
        }
        String accessKey = json.path("AccessKeyId").asText();
        String secretKey = json.path("SecretAccessKey").asText();
        if (accessKey.isEmpty() || secretKey.isEmpty()) {
            throw new IOException("The answer of " + source + " has no AccessKeyId or no SecretAccessKey");
        }
        return new Credentials(
                accessKey,
                secretKey,
                json.path("Token").asText(),
                expiry(source, json.path("Expiration").asText()));
    }

    private static JsonNode tree(String source, byte[] body) throws IOException {
        try {
            return MAPPER.readTree(body);
        } catch (IOException malformed) {
            // The cause would quote the answer, which may hold secrets.
            throw new IOException("The answer of " + source + " is not JSON");
        }
    }

    /** @param text empty if the credentials do not expire */
    static Instant expiry(String source, String text) throws IOException {
        try {
            return text.isEmpty() ? Instant.MAX : Instant.parse(text);
        } catch (DateTimeParseException malformed) {
            throw new IOException("The answer of " + source + " has the time of expiry '" + text + "'", malformed);
        }
    }
}
