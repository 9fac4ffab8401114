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

import io.tablestore.TableStore;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.scan.Scan;
import io.tablestore.schema.SchemaChange;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.writer.maintenance.OrphanFiles;
import io.tablestore.writer.maintenance.Rollback;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import io.tablestore.writer.maintenance.Tags;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changes of tables other than commits, in an object store of which every request fails, in every way. Each is made once, or its
 * failure says truly whether it may yet be made. Every snapshot and tag that is left keeps its rows.
 */
class MaintenanceFaultsTest {

    /** The next snapshot that somebody will read, so that it is not expired. */
    private static final long CONSUMED = 3;

    @TempDir
    static Path directory;

    private static FaultyStore store;

    @BeforeAll
    static void start() throws Exception {
        store = new FaultyStore(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        store.close();
    }

    private static final class NewColumn extends TableChange {

        NewColumn() {
            super(store);
        }

        @Override
        void makeOn(Table faulty) {
            faulty.alter(List.of(new SchemaChange.Add(
                    List.of(), new DataField(2, "added", DataType.string()), SchemaChange.Position.LAST)));
        }

        @Override
        boolean isMade() {
            return store.soundTable(location).schema().fields().size() > 2;
        }

        @Override
        public void check() throws Exception {
            assertThat(SweptTable.files(table).schemas().ids().keySet()).containsExactly(0L, 1L);
            Table altered = store.soundTable(location);
            assertThat(altered.schema().fields()).hasSize(3);
            assertThat(SweptTable.rows(altered, Scan.ALL.select(List.of("k", "v"))))
                    .isEqualTo(SweptTable.expected(TableChange.COMMITS, false));
        }
    }

    private static final class NewTag extends TableChange {

        NewTag() {
            super(store);
        }

        @Override
        public void prepare() throws Exception {
            super.prepare();
            expected.put("tag kept", SweptTable.expected(2, false));
        }

        @Override
        void makeOn(Table faulty) {
            new Tags(faulty).create("kept", 2L);
        }

        @Override
        boolean isMade() {
            return SweptTable.files(table).tags().find("kept") != null;
        }
    }

    private static final class TagDeletion extends TableChange {

        TagDeletion() {
            super(store);
        }

        @Override
        public void prepare() throws Exception {
            super.prepare();
            new Tags(table).create("deleted", 1L);
            new Tags(table).create("kept", 2L);
            createBranch(3);
            expireAllButNewest();
            expected.put("tag kept", SweptTable.expected(2, false));
        }

        @Override
        void makeOn(Table faulty) {
            new Tags(faulty).delete("deleted");
        }

        @Override
        boolean isMade() {
            return SweptTable.files(table).tags().find("deleted") == null;
        }

        @Override
        boolean isCreated() {
            return false;
        }

        @Override
        public void repeat() {
            if (!isMade()) {
                make();
            }
        }
    }

    /** Of the snapshots before that of a consumer. One of them has a tag, and one is that of a branch. */
    private static final class Expiry extends TableChange {

        Expiry() {
            super(store);
        }

        @Override
        public void prepare() throws Exception {
            super.prepare();
            new Tags(table).create("kept", 1L);
            createBranch(2);
            store.sound()
                    .overwrite(
                            SweptTable.file(location, "consumer/consumer-reader"),
                            ("{\"nextSnapshot\":" + CONSUMED + "}").getBytes(StandardCharsets.UTF_8));
            expected.remove("snapshot 1");
            expected.remove("snapshot 2");
            expected.put("tag kept", SweptTable.expected(1, false));
        }

        @Override
        void makeOn(Table faulty) {
            new SnapshotExpiry(faulty).run(1, 1, Long.MAX_VALUE, 100);
        }

        @Override
        boolean isMade() {
            return SweptTable.files(table).snapshots().ids().firstKey() >= CONSUMED;
        }

        @Override
        boolean isCreated() {
            return false;
        }
    }

    private static final class RolledBack extends TableChange {

        RolledBack() {
            super(store);
        }

        @Override
        public void prepare() throws Exception {
            super.prepare();
            new Tags(table).create("dropped", 3L);
            createBranch(3);
            expected.remove("snapshot 3");
            expected.remove("snapshot 4");
        }

        @Override
        void makeOn(Table faulty) {
            new Rollback(faulty).toSnapshot(2);
        }

        @Override
        boolean isMade() {
            return SweptTable.files(table).snapshots().ids().lastKey() == 2;
        }

        @Override
        boolean isCreated() {
            return false;
        }
    }

    /** A file that nobody refers to is deleted, and no other. */
    private static final class Cleaning extends TableChange {

        Cleaning() {
            super(store);
        }

        private final TablePath orphan = SweptTable.file(location, "bucket-0/data-orphan-0.parquet");

        @Override
        public void prepare() throws Exception {
            super.prepare();
            new Tags(table).create("kept", 1L);
            createBranch(2);
            expireAllButNewest();
            expected.put("tag kept", SweptTable.expected(1, false));
            store.sound().overwrite(orphan, new byte[10]);
        }

        @Override
        void makeOn(Table faulty) {
            new OrphanFiles(faulty).delete(Long.MAX_VALUE);
        }

        @Override
        boolean isMade() {
            try {
                return !store.sound().exists(orphan);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        boolean isCreated() {
            return false;
        }
    }

    private static final class NewTable implements RequestSweep.Change {

        private final TablePath warehouse = store.newLocation();

        private Catalog catalog(TableFileSystem files) {
            return TableStore.openCatalog(files, warehouse);
        }

        @Override
        public void prepare() throws Exception {
            store.sound().createDirectory(warehouse);
            catalog(store.sound()).createDatabase("db");
        }

        @Override
        public void make() {
            catalog(store.faulty()).createTable("db", "t", SweptTable.appended());
        }

        private boolean isMade() {
            return catalog(store.sound()).tables("db").contains("t");
        }

        @Override
        public void checkWord(@Nullable TableStoreException failure) {
            if (failure == null) {
                assertThat(isMade()).isTrue();
                return;
            }
            assertThat(failure).isNotInstanceOf(InvalidTableException.class);
            if (!failure.getMessage().contains("not known")) {
                assertThat(isMade()).isFalse();
            }
        }

        @Override
        public void repeat() {
            if (!isMade()) {
                make();
            }
        }

        @Override
        public void check() {
            Table made = catalog(store.sound()).table("db", "t");
            assertThat(SweptTable.files(made).schemas().ids().keySet()).containsExactly(0L);
            assertThat(made.schema().fields()).hasSize(2);
        }
    }

    private static void sweep(String what, RequestSweep.Changes changes) throws Exception {
        RequestSweep sweep = new RequestSweep(store, RequestSweep.MAINTENANCE);
        sweep.run(what, changes);
        sweep.report(what);
    }

    @Test
    void newColumns() throws Exception {
        sweep("new columns", NewColumn::new);
    }

    @Test
    void newTables() throws Exception {
        sweep("new tables", NewTable::new);
    }

    @Test
    void newTags() throws Exception {
        sweep("new tags", NewTag::new);
    }

    @Test
    void deletedTags() throws Exception {
        sweep("deleted tags", TagDeletion::new);
    }

    @Test
    void expiredSnapshots() throws Exception {
        sweep("expired snapshots", Expiry::new);
    }

    @Test
    void rollbacks() throws Exception {
        sweep("rollbacks", RolledBack::new);
    }

    @Test
    void orphanFiles() throws Exception {
        sweep("orphan files", Cleaning::new);
    }
}
