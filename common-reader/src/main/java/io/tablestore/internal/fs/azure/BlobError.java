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
package io.tablestore.internal.fs.azure;

import io.tablestore.internal.fs.http.Answer;
import io.tablestore.internal.fs.http.XmlElement;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.Set;

/**
 * What the store says when it does not do what it was asked for.
 *
 * @param code the store's name of the error; empty if it is not the store that answers
 */
record BlobError(int status, String code, String message) {

    private static final int LONGEST_TEXT = 200;

    private static final Set<Integer> TRANSIENT_STATUS = Set.of(408, 429, 500, 502, 503, 504);

    static BlobError of(Answer answer) {
        String code = answer.header("x-ms-error-code");
        try {
            XmlElement error = XmlElement.parse(answer.body());
            if (error.name().equals("Error")) {
                return new BlobError(
                        answer.status(), code == null ? error.textOf("Code") : code, oneLine(error.textOf("Message")));
            }
        } catch (IOException notXml) {
            // Proxies and load balancers answer in other formats.
        }
        return new BlobError(answer.status(), code == null ? "" : code, oneLine(answer.text()));
    }

    /** Azure adds lines with the request's number and time. */
    private static String oneLine(String text) {
        String line = text.strip()
                .replaceFirst("(?s)\\s*RequestId:.*", "")
                .replaceAll("\\s+", " ")
                .replaceFirst("\\.$", "");
        return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
    }

    /** Whether the same request may succeed later. */
    boolean isTransient() {
        return TRANSIENT_STATUS.contains(status);
    }

    /** Whether a blob is where one was to be created. Immutable ones have an error of their own. */
    boolean isOccupied() {
        return status == 412
                || status == 409 && (code.equals("BlobAlreadyExists") || code.equals("BlobImmutableDueToPolicy"));
    }

    /** Whether there is no such blob; a missing container is another error. */
    boolean isMissingBlob() {
        return status == 404 && (code.isEmpty() || code.equals("BlobNotFound"));
    }

    /**
     * The exception for one line: path, status, the store's words and a remedy, without a full stop.
     *
     * @param attempts how often the request was sent
     */
    IOException exception(BlobPath path, int attempts) {
        if (isMissingBlob()) {
            return new FileNotFoundException(path.location());
        }
        String said = status
                + (code.isEmpty() ? "" : " " + code)
                + (message.isEmpty() ? "" : ": " + message)
                + (attempts > 1 ? ", after " + attempts + " attempts" : "");
        String remedy = remedy(path);
        String text = remedy.isEmpty() ? said : said + ". " + remedy;
        return status == 401 || status == 403
                ? new AccessDeniedException(path.location(), null, text)
                : new IOException(path + ": The store answers " + text);
    }

    private String remedy(BlobPath path) {
        return switch (code) {
            case "ContainerNotFound" ->
                "There is no container '" + path.container() + "' in this account; correct the location or create it";
            case "AuthenticationFailed" ->
                "Correct fs.azure.account.key." + path.host() + " or the token, and set the clock of this machine";
            case "KeyBasedAuthenticationNotPermitted" ->
                "The account refuses its keys; set fs.azure.account.auth.type to OAuth";
            case "AuthorizationFailure" ->
                "Let the account's firewall and private endpoints admit this machine to the Blob endpoint too";
            default ->
                status == 403 ? "Give this user the right, such as by the role Storage Blob Data Contributor" : "";
        };
    }
}
