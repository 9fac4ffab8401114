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

import io.tablestore.fs.TablePath;
import io.tablestore.fs.create.Attempt;
import io.tablestore.fs.create.Attempt.Outcome;
import io.tablestore.fs.create.ConditionalStore;
import io.tablestore.internal.fs.http.Answer;
import io.tablestore.internal.fs.http.AttemptFailedException;
import io.tablestore.internal.fs.http.HttpTransport;
import io.tablestore.internal.fs.http.Patience;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;

/**
 * The files of an account of Azure Blob storage, each created by one Put Blob request with {@code If-None-Match: *}. Hadoop's ABFS
 * publishes an empty file first and its content later.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class BlobStore implements ConditionalStore {

    private static final int CONFLICT = 409;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;
    private static final int NOT_IMPLEMENTED = 501;

    private final BlobClient client;

    public BlobStore(BlobEndpoint endpoint, BlobAuthorization authorization, Patience patience) {
        this.client = new BlobClient(endpoint, authorization, HttpTransport.through(patience), Clock.systemUTC());
    }

    @Override
    public Attempt send(TablePath file, byte[] content, int number) {
        try {
            BlobPath path = BlobPath.of(file);
            try {
                return attempt(path, client.sendOnce(BlobClient.creation(path, content)), number);
            } catch (AttemptFailedException failed) {
                return new Attempt(outcome(failed), failed.described(path.location(), number));
            }
        } catch (InterruptedIOException interrupted) {
            return new Attempt(Outcome.UNANSWERED, interrupted);
        } catch (IOException unauthorized) { // there is no token
            return new Attempt(Outcome.REFUSED, unauthorized);
        }
    }

    private static Attempt attempt(BlobPath path, Answer answer, int number) {
        if (answer.isSuccess()) {
            return Attempt.created();
        }
        BlobError error = BlobError.of(answer);
        return error.isOccupied() ? Attempt.occupied() : new Attempt(outcome(error), error.exception(path, number));
    }

    private static Outcome outcome(BlobError error) {
        if (error.status() == NOT_IMPLEMENTED) {
            return Outcome.UNSUPPORTED;
        }
        if (error.status() >= SERVER_ERROR || error.status() == REQUEST_TIMEOUT) {
            return Outcome.UNANSWERED;
        }
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
        return client.get(BlobPath.of(file));
    }

    @Override
    public void delete(TablePath file) throws IOException {
        client.delete(BlobPath.of(file));
    }

    @Override
    public String bucket(TablePath file) throws IOException {
        return client.address() + " " + BlobPath.of(file).container();
    }
}
