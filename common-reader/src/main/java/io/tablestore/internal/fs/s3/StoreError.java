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
import io.tablestore.internal.fs.http.ErrorAnswer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Set;

/**
 * What a store says when it does not do what it was asked for.
 *
 * @param answer its words
 */
record StoreError(ErrorAnswer answer) {

    private static final Set<Integer> TRANSIENT_STATUS = Set.of(429, 500, 502, 503, 504);

    /** Errors that pass, though their status is that of a wrong request. */
    private static final Set<String> TRANSIENT_CODE =
            Set.of("RequestTimeout", "InternalError", "SlowDown", "Throttling");

    private static final Set<String> EXPIRED = Set.of("ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired");

    static StoreError of(Answer answer) {
        return new StoreError(ErrorAnswer.of(answer));
    }

    int status() {
        return answer.status();
    }

    String code() {
        return answer.code();
    }

    /** Whether the same request may succeed later. */
    boolean isTransient() {
        return TRANSIENT_STATUS.contains(status()) || TRANSIENT_CODE.contains(code());
    }

    /** Whether the session token is too old. */
    boolean isExpiry() {
        return EXPIRED.contains(code());
    }

    /** Whether there is no such object; a missing bucket is another error. */
    boolean isMissingKey() {
        return status() == 404 && (code().isEmpty() || code().equals("NoSuchKey"));
    }

    /**
     * The exception for one line: path, status, the store's words and a remedy, without a full stop.
     *
     * @param attempts how often the request was sent
     */
    IOException exception(S3Path path, int attempts) {
        if (isMissingKey()) {
            return new FileNotFoundException(path.location());
        }
        return answer.exception(path.location(), attempts, remedy(path));
    }

    private String remedy(S3Path path) {
        if (status() == 301 || status() == 307 || code().equals("AuthorizationHeaderMalformed")) {
            return "The bucket '" + path.bucket() + "' is in another region or at another endpoint; set s3.region or"
                    + " s3.endpoint";
        }
        return switch (code()) {
            case "NoSuchBucket" ->
                "There is no bucket '" + path.bucket() + "' at this endpoint; correct the location or s3.endpoint";
            case "InvalidAccessKeyId" -> "Correct s3.access-key, or where else the access key comes from";
            case "SignatureDoesNotMatch" -> "Correct s3.secret-key, or where else the secret key comes from";
            case "RequestTimeTooSkewed" -> "Set the clock of this machine";
            default ->
                status() == 403
                        ? "Give this user the right; without the right to list the bucket, missing files answer so too"
                        : "";
        };
    }
}
