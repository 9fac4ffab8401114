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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.s3.S3FileSystem;
import io.tablestore.scan.Scan;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.S3Server;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that answers 200 to a conditional request, and ignores the condition. */
class LyingStoreTest {

    @TempDir
    Path directory;

    private S3Server server;
    private Front front;
    private TableFileSystem files;

    @BeforeEach
    void start() throws Exception {
        server = S3Server.withoutSignatures(directory);
        server.createBucket("lies");
        front = new Front(server.port());
        files = new S3FileSystem(Map.of("s3.endpoint", "http://127.0.0.1:" + front.port(), "s3.anonymous", "true"));
    }

    @AfterEach
    void stop() throws Exception {
        front.close();
        server.close();
    }

    @Test
    void theFirstFileThatIsCreatedIsRefused() throws Exception {
        front.ignoreConditions();
        TablePath location = new TablePath("s3://lies/t");
        Table table = TableStore.openTable(files, location);
        assertThatThrownBy(() -> SweptTable.create(table, SweptTable.appended()))
                .isInstanceOf(TableStoreException.class)
                .hasMessageStartingWith("schema/schema-0: The file cannot be written: ")
                .hasMessageContaining("The file cannot be created, because the store http://127.0.0.1:" + front.port()
                        + " does not obey the header If-None-Match: two writers could both succeed. Write through a"
                        + " metastore catalog, which has locks, or to another store");
        assertThat(files.list(location.child("schema"))).as("nothing is left").isEmpty();
    }

    @Test
    void aCommitToATableThatIsThereIsRefused() throws Exception {
        Table table = tableWithOneCommit();
        front.ignoreConditions();
        // Another name of the bucket's address, which has not passed the test.
        TableFileSystem untested =
                new S3FileSystem(Map.of("s3.endpoint", "http://localhost:" + front.port(), "s3.anonymous", "true"));
        Table again = TableStore.openTable(untested, table.location());
        assertThatThrownBy(() -> SweptTable.commit(again, 2))
                .hasMessageContaining("nothing was committed: ")
                .hasMessageContaining("does not obey the header If-None-Match");
        assertThat(SweptTable.rows(table, Scan.ALL)).isEqualTo(SweptTable.expected(1, false));
        assertThat(files.list(table.location().child("snapshot")))
                .extracting(TableFileSystem.Entry::name)
                .containsExactlyInAnyOrder("snapshot-1", "LATEST");
    }

    /** Why it is refused: a store that has passed the test, and lies from then on. */
    @Test
    void withoutTheTestOneOfTwoCommitsIsLost() throws Exception {
        Table table = tableWithOneCommit();
        front.ignoreConditions();
        Table slow = TableStore.openTable(before("snapshot-2", () -> SweptTable.commit(table, 2)), table.location());
        SweptTable.commit(slow, 3);
        assertThat(SweptTable.files(table).snapshots().ids().keySet()).containsExactly(1L, 2L);
        assertThat(SweptTable.rows(table, Scan.ALL)).hasSize(2 * SweptTable.ROWS_PER_COMMIT);
    }

    private Table tableWithOneCommit() {
        Table table = TableStore.openTable(files, new TablePath("s3://lies/t"));
        SweptTable.create(table, SweptTable.appended());
        SweptTable.commit(table, 1);
        return table;
    }

    /** The store, where something happens before a file is created. */
    private TableFileSystem before(String name, Runnable first) {
        return (TableFileSystem) Proxy.newProxyInstance(
                LyingStoreTest.class.getClassLoader(),
                new Class<?>[] {TableFileSystem.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("create")
                            && ((TablePath) arguments[0]).name().equals(name)) {
                        first.run();
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
