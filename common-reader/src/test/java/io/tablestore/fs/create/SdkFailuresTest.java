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
package io.tablestore.fs.create;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.create.Attempt.Outcome;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.FileAlreadyExistsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdkFailuresTest {

    /** With the methods of the SDK's exception. */
    public static final class ServiceException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final @Nullable Integer requests;

        ServiceException(int status, @Nullable Integer requests) {
            this.status = status;
            this.requests = requests;
        }

        public int statusCode() {
            return status;
        }

        public @Nullable Integer numAttempts() {
            return requests;
        }
    }

    private static Outcome outcome(int status, @Nullable Integer requests) {
        IOException wrapped = new IOException("wrapped", new IOException(new ServiceException(status, requests)));
        return SdkFailures.attempt(wrapped).outcome();
    }

    @ParameterizedTest
    @CsvSource({
        "412, OCCUPIED, OCCUPIED",
        "409, UNDECIDED, UNANSWERED",
        "429, UNDECIDED, UNANSWERED",
        "501, UNSUPPORTED, UNANSWERED",
        "403, REFUSED, UNANSWERED",
        "404, REFUSED, UNANSWERED",
        "301, REFUSED, UNANSWERED",
        "500, UNANSWERED, UNANSWERED",
        "503, UNANSWERED, UNANSWERED"
    })
    void anAnswerToTheOnlyRequestIsCertain(int status, Outcome ofOne, Outcome ofMore) {
        assertThat(outcome(status, 1)).isEqualTo(ofOne);
        assertThat(outcome(status, 2)).isEqualTo(ofMore);
        assertThat(outcome(status, null)).isEqualTo(ofMore);
    }

    @Test
    void otherFailuresAreNoAnswer() {
        IOException timeout = new SocketTimeoutException("no answer");
        assertThat(SdkFailures.attempt(timeout).outcome()).isEqualTo(Outcome.UNANSWERED);
        assertThat(SdkFailures.attempt(timeout).failure()).isSameAs(timeout);
    }

    @Test
    void aTakenNameIsTaken() {
        assertThat(SdkFailures.attempt(new FileAlreadyExistsException("f")).outcome())
                .isEqualTo(Outcome.OCCUPIED);
    }
}
