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

import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.internal.fs.s3.http.Answer;
import io.tablestore.internal.fs.s3.http.Attempts;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;

/**
 * Creates objects that are not there, by one request with {@code If-None-Match: *} each.
 *
 * <p>A store may carry a request out and lose the answer, or carry it out later than the client waits. So a request without an
 * answer is sent again unchanged: whichever of them arrives first takes the key, and the others are refused. That an object is
 * missing never counts as a proof that it was not created.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class ConditionalPut {

    /** What the store did. */
    enum Outcome {
        /** The store created the object. */
        CREATED,
        /** The store has refused a request, because there is an object: this one's or another's. */
        OCCUPIED,
        /** The store does not know the condition, and has created nothing. */
        UNSUPPORTED
    }

    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;

    ConditionalPut(S3Client client) {
        this.client = client;
    }

    /**
     * Creates an object. If one with the same bytes is there, an earlier attempt has created it.
     *
     * @return whether the object is there; false if the store does not know the condition, and has created nothing
     * @throws FileAlreadyExistsException if another object is there
     * @throws UnknownOutcomeException if it cannot be found out whether the object was created
     * @throws IOException if the object was not created
     */
    boolean create(S3Path path, byte[] content) throws IOException {
        return new Creation(path, content).run();
    }

    /** Sends the request until the store has answered it, without comparing an object that is there. */
    Outcome put(S3Path path, byte[] content) throws IOException {
        return new Creation(path, content).outcome();
    }

    private final class Creation {

        private final S3Path path;
        private final S3Request request;
        private final byte[] content;
        private final long deadline;
        private final Attempts attempts;

        /** Whether an earlier request may have created the object, or may do so later. */
        private boolean isUncertain;

        Creation(S3Path path, byte[] content) {
            this.path = path;
            this.content = content;
            this.request =
                    S3Request.of("PUT", path).withHeader("if-none-match", "*").withBody(content);
            this.attempts = new Attempts(client.sender().patience());
            this.deadline = System.nanoTime()
                    + client.sender().patience().createTimeout().toNanos();
        }

        boolean run() throws IOException {
            Outcome outcome = outcome();
            while (outcome == Outcome.OCCUPIED) {
                try {
                    if (hasOurContent()) {
                        return true;
                    }
                } catch (FileNotFoundException deleted) { // by its owner, so the key is free again
                    pause(deleted);
                    outcome = outcome();
                    continue;
                } catch (IOException unreadable) {
                    throw unknown(unreadable);
                }
                throw new FileAlreadyExistsException(path.location());
            }
            return outcome == Outcome.CREATED;
        }

        private boolean hasOurContent() throws IOException {
            return Arrays.equals(client.get(path), content);
        }

        Outcome outcome() throws IOException {
            while (true) {
                IOException failure;
                boolean isFinal;
                try {
                    Answer answer = client.sender().sendOnce(request);
                    if (answer.isSuccess()) {
                        return Outcome.CREATED;
                    }
                    if (answer.status() == 412) {
                        return Outcome.OCCUPIED;
                    }
                    StoreError error = StoreError.of(answer);
                    failure = error.exception(path, attempts.failures() + 1);
                    // 409: another conditional request is under way, and nothing has been decided
                    isFinal = !error.isTransient() && answer.status() != 409;
                    if (answer.status() == NOT_IMPLEMENTED && !isUncertain) {
                        return Outcome.UNSUPPORTED;
                    }
                    isUncertain |= answer.status() >= 500 && answer.status() != NOT_IMPLEMENTED;
                } catch (AttemptFailedException failed) {
                    failure = failed.described(path, attempts.failures() + 1);
                    isFinal = failed.isFinal();
                    isUncertain |= !failed.isUnsent();
                } catch (InterruptedIOException interrupted) {
                    throw unknown(interrupted);
                } catch (IOException unsigned) { // credentials cannot be renewed
                    throw isUncertain ? unknown(unsigned) : unsigned;
                }
                if (isFinal) {
                    throw isUncertain ? unknown(failure) : failure;
                }
                pause(failure);
            }
        }

        private void pause(IOException failure) throws IOException {
            attempts.countFailure();
            if (System.nanoTime() - deadline >= 0) {
                throw isUncertain ? unknown(failure) : failure;
            }
            try {
                attempts.pause(request.toString(), failure);
            } catch (InterruptedIOException interrupted) {
                throw isUncertain ? unknown(interrupted) : interrupted;
            }
        }

        private UnknownOutcomeException unknown(IOException cause) {
            return new UnknownOutcomeException(new TablePath(path.location()), cause);
        }
    }
}
