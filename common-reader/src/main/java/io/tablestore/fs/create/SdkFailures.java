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

import io.tablestore.fs.create.Attempt.Outcome;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import org.jspecify.annotations.Nullable;

/**
 * What failures of clients that are built on AWS's SDK say about a conditional request. The classes of the SDK are not on the
 * class path of the reader, so its failures are known by their methods.
 *
 * <p>Such clients send a request again by themselves. A refusal is then only the answer to the last request, and what became of
 * those before is not known.
 */
public final class SdkFailures {

    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int NOT_IMPLEMENTED = 501;

    private SdkFailures() {}

    /**
     * What the store answered.
     *
     * @param requests how many the SDK has sent, or 0 if it does not say
     */
    private record Answer(int status, int requests) {

        boolean isCertain() {
            return requests == 1;
        }

        Outcome outcome() {
            if (status == PRECONDITION_FAILED) {
                return Outcome.OCCUPIED;
            }
            if (status == NOT_IMPLEMENTED) {
                return Outcome.UNSUPPORTED;
            }
            if (status >= 500) {
                return Outcome.UNANSWERED;
            }
            return status == CONFLICT || status == TOO_MANY_REQUESTS ? Outcome.UNDECIDED : Outcome.REFUSED;
        }
    }

    /** What a failure says if the client itself has sent nothing again. */
    public static Attempt attempt(IOException failure) {
        Answer answer = answer(failure);
        if (answer != null) {
            Outcome outcome = answer.outcome();
            if (outcome == Outcome.OCCUPIED) {
                return Attempt.occupied();
            }
            return new Attempt(answer.isCertain() ? outcome : Outcome.UNANSWERED, failure);
        }
        return failure instanceof FileAlreadyExistsException
                ? Attempt.occupied()
                : new Attempt(Outcome.UNANSWERED, failure);
    }

    private static @Nullable Answer answer(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Integer status = number(cause, "statusCode");
            if (status != null && status > 0 && hasMethod(cause, "numAttempts")) {
                Integer requests = number(cause, "numAttempts");
                return new Answer(status, requests == null ? 0 : requests);
            }
        }
        return null;
    }

    private static boolean hasMethod(Throwable failure, String name) {
        try {
            failure.getClass().getMethod(name);
            return true;
        } catch (ReflectiveOperationException missing) {
            return false;
        }
    }

    private static @Nullable Integer number(Throwable failure, String method) {
        try {
            return failure.getClass().getMethod(method).invoke(failure) instanceof Integer number ? number : null;
        } catch (ReflectiveOperationException missing) {
            return null;
        }
    }
}
