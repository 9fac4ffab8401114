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
package io.tablestore.trino.table;

import io.tablestore.fs.TablePath;
import io.tablestore.fs.create.Attempt;
import io.tablestore.fs.create.Attempt.Outcome;
import io.tablestore.fs.create.ConditionalCreate;
import io.tablestore.fs.create.ConditionalStore;
import io.tablestore.fs.create.SdkFailures;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Creates files of object stores through Trino's clients. After a lost answer these may report that the file exists, although
 * they have created it themselves, or that nobody knows whose it is.
 */
final class TrinoObjectStore implements ConditionalStore {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final TrinoFileSystem fileSystem;
    private final String catalog;
    private final ConditionalCreate creates;

    /** @param catalog a text of its own for each set of Trino's file systems */
    TrinoObjectStore(TrinoFileSystem fileSystem, String catalog) {
        this.fileSystem = fileSystem;
        this.catalog = catalog;
        this.creates = new ConditionalCreate(this, TIMEOUT, FIRST_PAUSE);
    }

    /** Whether the store obeys the condition, as {@link ConditionalCreate#isObeyed}. */
    boolean createsAtomically(TablePath file) throws IOException {
        return creates.isObeyed(file);
    }

    /** Creates a file, as {@link ConditionalCreate#create}. */
    void create(TablePath file, byte[] content) throws IOException {
        if (!creates.isObeyed(file) || !creates.create(file, content)) {
            throw new IOException(
                    file + " cannot be created: the store does not create files on the condition that there"
                            + " is none, and two writers could both succeed. Write through a metastore catalog, which has locks,"
                            + " or to another store");
        }
    }

    @Override
    public Attempt send(TablePath file, byte[] content, int number) {
        try {
            fileSystem.newOutputFile(location(file)).createExclusive(content);
            return Attempt.created();
        } catch (UnsupportedOperationException noCondition) {
            return new Attempt(Outcome.UNSUPPORTED, new IOException(file + ": " + noCondition, noCondition));
        } catch (InterruptedIOException failed) {
            if (!(failed instanceof SocketTimeoutException)) {
                Thread.currentThread().interrupt();
            }
            return new Attempt(Outcome.UNANSWERED, failed);
        } catch (IOException failed) {
            return SdkFailures.attempt(failed);
        } catch (RuntimeException failed) { // the client's own
            return SdkFailures.attempt(new IOException(file + ": " + failed, failed));
        }
    }

    @Override
    public byte[] read(TablePath file) throws IOException {
        try (TrinoInputStream in = fileSystem.newInputFile(location(file)).newStream()) {
            return in.readAllBytes();
        }
    }

    @Override
    public void delete(TablePath file) throws IOException {
        fileSystem.deleteFile(location(file));
    }

    @Override
    public String bucket(TablePath file) {
        Location location = location(file);
        return catalog + " " + location.scheme().orElse("") + "://"
                + location.host().orElse("");
    }

    private static Location location(TablePath file) {
        return Location.of(file.location());
    }
}
