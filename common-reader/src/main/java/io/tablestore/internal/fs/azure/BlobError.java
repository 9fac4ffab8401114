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
import io.tablestore.internal.fs.http.ErrorAnswer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;

/**
 * What the store says when it does not do what it was asked for.
 *
 * @param answer its words
 */
record BlobError(ErrorAnswer answer) {

    private static final Set<Integer> TRANSIENT_STATUS = Set.of(408, 429, 500, 502, 503, 504);

    static BlobError of(Answer answer) {
        ErrorAnswer error = ErrorAnswer.of(answer);
        String code = answer.header("x-ms-error-code");
        return new BlobError(code == null ? error : new ErrorAnswer(error.status(), code, error.message()));
    }

    int status() {
        return answer.status();
    }

    String code() {
        return answer.code();
    }

    /** Whether the same request may succeed later. */
    boolean isTransient() {
        return TRANSIENT_STATUS.contains(status());
    }

    /** Whether a blob is where one was to be created. Immutable ones have an error of their own. */
    boolean isOccupied() {
        return status() == 412
                || status() == 409 && (code().equals("BlobAlreadyExists") || code().equals("BlobImmutableDueToPolicy"));
    }

    /** Whether there is no such blob; a missing container is another error. */
    boolean isMissingBlob() {
        return status() == 404 && (code().isEmpty() || code().equals("BlobNotFound"));
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
        return answer.exception(path.location(), attempts, remedy(path));
    }

    private String remedy(BlobPath path) {
        return switch (code()) {
            case "ContainerNotFound" ->
                "There is no container '" + path.container() + "' in this account; correct the location or create it";
            case "AuthenticationFailed" ->
                "Correct fs.azure.account.key." + path.host() + " or the token, and set the clock of this machine";
            case "KeyBasedAuthenticationNotPermitted" ->
                "The account refuses its keys; set fs.azure.account.auth.type to OAuth";
            case "AuthorizationFailure" ->
                "Let the account's firewall and private endpoints admit this machine to the Blob endpoint too";
            default ->
                status() == 403 ? "Give this user the right, such as by the role Storage Blob Data Contributor" : "";
        };
    }
}
