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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** A warehouse in an object store, which the reader reaches through a front, with Hadoop's client or its own. */
final class Lake implements AutoCloseable {

    private final String bucket;
    private final S3Server server;
    private final Front front;
    private final Map<LakeClient, TableFileSystem> files = new EnumMap<>(LakeClient.class);

    /**
     * @param directory for the files of the server
     * @param bucket a name of its own for each lake: Hadoop keeps a client for each bucket
     */
    Lake(Path directory, String bucket) throws Exception {
        this.bucket = bucket;
        this.server = new S3Server(Files.createDirectory(directory.resolve("server")));
        server.createBucket(bucket);
        this.front = new Front(server.port());
        Map<String, String> settings = new HashMap<>(S3AFiles.SHORT_RETRIES);
        // The newer stream keeps what it has read for the life of the process, so a second read sends fewer requests.
        settings.put("fs.s3a.input.stream.type", "classic");
        files.put(LakeClient.HADOOP, S3AFiles.at(front.port(), settings));
        files.put(LakeClient.JDK, S3Files.at(front.port(), Map.of("s3.retries", "1")));
    }

    /** Puts all tables of a local warehouse into the lake. */
    void upload(LakeTables tables) throws IOException {
        server.upload(tables.warehouse(), bucket);
    }

    Front front() {
        return front;
    }

    Table table(LakeClient client, String name) {
        return TableStore.openTable(
                files.get(client),
                new TablePath(client.scheme() + "://" + bucket + "/" + LakeTables.DATABASE + ".db/" + name));
    }

    @Override
    public void close() throws IOException {
        front.close();
        server.close();
    }
}
