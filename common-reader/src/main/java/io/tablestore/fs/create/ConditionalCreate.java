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

import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.fs.create.Attempt.Outcome;
import io.tablestore.internal.fs.http.Attempts;
import io.tablestore.internal.fs.http.Patience;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Creates files that are not there, by conditional requests.
 *
 * <p>A store may carry a request out and lose the answer, or carry it out later than the client waits. So a request without an
 * answer is sent again unchanged: whichever of them arrives first takes the name, and the others are refused. That a file is
 * missing never counts as a proof that it was not created.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class ConditionalCreate {

    private final ConditionalStore store;
    private final Patience patience;
    private final ConditionProbe probe;

    /**
     * @param timeout after which no further request is sent
     * @param firstPause maximum pause before the second request; it doubles with every further one
     */
    public ConditionalCreate(ConditionalStore store, Duration timeout, Duration firstPause) {
        this.store = store;
        this.patience = new Patience(timeout, Integer.MAX_VALUE, firstPause, timeout);
        this.probe = new ConditionProbe(store, this);
    }

    /**
     * Whether the store of a file obeys the condition. Some ignore it. The first call for a bucket writes a small file next to
     * the given one, and deletes it.
     *
     * @param file that somebody is about to create
     */
    public boolean isObeyed(TablePath file) throws IOException {
        return probe.passes(file);
    }

    /**
     * Creates a file. If one with the same bytes is there, an earlier request has created it.
     *
     * @return whether the file is there; false if the store does not know the condition, and has created nothing
     * @throws FileAlreadyExistsException if another file is there
     * @throws UnknownOutcomeException if it cannot be found out whether the file was created
     * @throws IOException if the file was not created
     */
    public boolean create(TablePath file, byte[] content) throws IOException {
        return new Creation(file, content).run();
    }

    /** Sends the request until the store has answered it, without comparing a file that is there. */
    Outcome put(TablePath file, byte[] content) throws IOException {
        return new Creation(file, content).outcome();
    }

    private final class Creation {

        private final TablePath file;
        private final byte[] content;
        private final Attempts attempts = new Attempts(patience);
        private final long deadline =
                System.nanoTime() + patience.createTimeout().toNanos();

        /** Whether an earlier request may have created the file, or may do so later. */
        private boolean isUncertain;

        Creation(TablePath file, byte[] content) {
            this.file = file;
            this.content = content;
        }

        boolean run() throws IOException {
            Outcome outcome = outcome();
            while (outcome == Outcome.OCCUPIED) {
                try {
                    if (Arrays.equals(store.read(file), content)) {
                        return true;
                    }
                } catch (FileNotFoundException deleted) { // by its owner, so the name is free again
                    pause(deleted);
                    outcome = outcome();
                    continue;
                } catch (IOException unreadable) {
                    throw new UnknownOutcomeException(file, unreadable);
                }
                throw new FileAlreadyExistsException(file.location());
            }
            return outcome == Outcome.CREATED;
        }

        Outcome outcome() throws IOException {
            while (true) {
                Attempt attempt = store.send(file, content, attempts.failures() + 1);
                Outcome outcome = attempt.outcome();
                switch (outcome) {
                    case CREATED, OCCUPIED -> {
                        return outcome;
                    }
                    case UNSUPPORTED -> {
                        if (isUncertain) {
                            throw failed(attempt.reason());
                        }
                        return outcome;
                    }
                    case REFUSED -> throw failed(attempt.reason());
                    case UNDECIDED -> pause(attempt.reason());
                    case UNANSWERED -> {
                        isUncertain = true;
                        pause(attempt.reason());
                    }
                }
            }
        }

        private void pause(IOException failure) throws IOException {
            attempts.countFailure();
            if (System.nanoTime() - deadline >= 0) {
                throw failed(failure);
            }
            try {
                attempts.pause("creating " + file, failure);
            } catch (InterruptedIOException interrupted) {
                throw failed(interrupted);
            }
        }

        private IOException failed(IOException failure) {
            return isUncertain ? new UnknownOutcomeException(file, failure) : failure;
        }
    }
}
