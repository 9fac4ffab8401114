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
package io.tablestore.compat.s3;

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A store with two ways to it: one that fails when a test wants it, for a client that soon gives up, and one that does not. */
final class FaultyStore implements AutoCloseable {

    private static final Map<String, String> LITTLE_PATIENCE =
            Map.of("s3.request-timeout", "1 s", "s3.retries", "1", "s3.create-timeout", "300 ms");

    private final S3Server server;
    private final Front front;
    private final TableFileSystem faulty;
    private final TableFileSystem sound;
    private int tables;
    private int buckets;

    /** @param directory for the files of the server */
    FaultyStore(Path directory) throws Exception {
        server = new S3Server(directory);
        front = new Front(server.port());
        faulty = S3Files.at(front.port(), LITTLE_PATIENCE);
        sound = S3Files.at(server.port());
        server.createBucket("known");
        // The first client of a bucket tests the store. It has the patience for one that has only just started.
        for (int port : new int[] {server.port(), front.port()}) {
            S3Files.at(port).createsAtomically(new TablePath("s3://known/file"));
        }
    }

    Front front() {
        return front;
    }

    /** The client whose requests fail. */
    TableFileSystem faulty() {
        return faulty;
    }

    TableFileSystem sound() {
        return sound;
    }

    /** A location that nobody has used yet, in a bucket that is known to obey conditions. */
    TablePath newLocation() {
        return new TablePath("s3://known/t" + tables++);
    }

    /** A location in a bucket of its own, which the next commit has to test. */
    TablePath locationInNewBucket() throws IOException {
        String bucket = "unknown" + buckets++;
        server.createBucket(bucket);
        return new TablePath("s3://" + bucket + "/t");
    }

    Table soundTable(TablePath location) {
        return TableStore.openTable(sound, location);
    }

    Table faultyTable(TablePath location) {
        return TableStore.openTable(faulty, location);
    }

    @Override
    public void close() throws IOException {
        front.close();
        server.close();
    }
}
