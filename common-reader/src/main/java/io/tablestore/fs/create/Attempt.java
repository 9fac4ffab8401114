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

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request to create a file.
 *
 * @param failure what the store answered, or that it did not; null if the file is there
 */
public record Attempt(Outcome outcome, @Nullable IOException failure) {

    /** What is known after a request. */
    public enum Outcome {
        /** The store created the file. */
        CREATED,
        /** The store refused the request, because there is a file: this one's or another's. */
        OCCUPIED,
        /** The store does not know the condition, and has created nothing. */
        UNSUPPORTED,
        /** This request created nothing, and none like it will: a right is missing, for example. */
        REFUSED,
        /** This request created nothing, but the same one may: the store could not be reached, or did not decide. */
        UNDECIDED,
        /** The file may be created, or be created later, because the store did not say. */
        UNANSWERED
    }

    public Attempt {
        if ((failure == null) != (outcome == Outcome.CREATED || outcome == Outcome.OCCUPIED)) {
            throw new IllegalArgumentException("the outcome is " + outcome + ", the failure " + failure);
        }
    }

    public static Attempt created() {
        return new Attempt(Outcome.CREATED, null);
    }

    public static Attempt occupied() {
        return new Attempt(Outcome.OCCUPIED, null);
    }

    /** The failure of an attempt after which the file may be missing. */
    IOException reason() {
        return Objects.requireNonNull(failure);
    }
}
