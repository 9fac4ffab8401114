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
import io.tablestore.fs.create.Attempt;
import io.tablestore.fs.create.Attempt.Outcome;
import io.tablestore.fs.create.ConditionalCreate;
import io.tablestore.fs.create.ConditionalStore;
import io.tablestore.internal.fs.http.Answer;
import io.tablestore.internal.fs.http.AttemptFailedException;
import io.tablestore.internal.fs.http.Patience;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * Creates objects that are not there, by one request with {@code If-None-Match: *} each.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class ConditionalPut implements ConditionalStore {

    private static final int CONFLICT = 409;
    private static final int PRECONDITION_FAILED = 412;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final ConditionalCreate creates;

    ConditionalPut(S3Client client) {
        Patience patience = client.sender().patience();
        this.client = client;
        this.creates = new ConditionalCreate(this, patience.createTimeout(), patience.firstPause());
    }

    /** Creates an object, as {@link ConditionalCreate#create}. */
    boolean create(S3Path path, byte[] content) throws IOException {
        return creates.create(new TablePath(path.location()), content);
    }

    /** Whether the store obeys the condition, as {@link ConditionalCreate#isObeyed}. */
    boolean isObeyed(S3Path path) throws IOException {
        return creates.isObeyed(new TablePath(path.location()));
    }

    @Override
    public Attempt send(TablePath file, byte[] content, int number) {
        try {
            S3Path path = S3Path.of(file);
            S3Request request =
                    S3Request.of("PUT", path).withHeader("if-none-match", "*").withBody(content);
            try {
                return attempt(path, client.sender().sendOnce(request), number);
            } catch (AttemptFailedException failed) {
                return new Attempt(outcome(failed), failed.described(path.location(), number));
            }
        } catch (InterruptedIOException interrupted) {
            return new Attempt(Outcome.UNANSWERED, interrupted);
        } catch (IOException unsigned) { // credentials cannot be renewed
            return new Attempt(Outcome.REFUSED, unsigned);
        }
    }

    private static Attempt attempt(S3Path path, Answer answer, int number) {
        if (answer.isSuccess()) {
            return Attempt.created();
        }
        if (answer.status() == PRECONDITION_FAILED) {
            return Attempt.occupied();
        }
        StoreError error = StoreError.of(answer);
        return new Attempt(outcome(error), error.exception(path, number));
    }

    private static Outcome outcome(StoreError error) {
        if (error.status() == NOT_IMPLEMENTED) {
            return Outcome.UNSUPPORTED;
        }
        if (error.status() >= 500) {
            return Outcome.UNANSWERED;
        }
        // 409: another conditional request is under way, and nothing has been decided
        return error.isTransient() || error.status() == CONFLICT ? Outcome.UNDECIDED : Outcome.REFUSED;
    }

    private static Outcome outcome(AttemptFailedException failed) {
        if (failed.isFinal()) {
            return Outcome.REFUSED;
        }
        return failed.isUnsent() ? Outcome.UNDECIDED : Outcome.UNANSWERED;
    }

    @Override
    public byte[] read(TablePath file) throws IOException {
        return client.get(S3Path.of(file));
    }

    @Override
    public void delete(TablePath file) throws IOException {
        client.delete(S3Path.of(file));
    }

    @Override
    public String bucket(TablePath file) throws IOException {
        S3Path path = S3Path.of(file);
        return client.sender().endpoint(path) + " " + path.bucket();
    }
}
