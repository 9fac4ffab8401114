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

import io.tablestore.catalog.Table;
import io.tablestore.compat.TableInvariants;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A change of a table that has {@link #COMMITS} commits, each of one snapshot. */
abstract class TableChange implements RequestSweep.Change {

    static final int COMMITS = 4;

    private static final String BRANCH = "b";

    final TablePath location;
    final Table table;

    /** What the snapshots, tags and branches must have in the end. */
    final TreeMap<String, List<String>> expected = new TreeMap<>();

    private final FaultyStore store;

    TableChange(FaultyStore store) {
        this.store = store;
        this.location = store.newLocation();
        this.table = store.soundTable(location);
    }

    @Override
    public void prepare() throws Exception {
        SweptTable.create(table, SweptTable.appended());
        for (int number = 1; number <= COMMITS; number++) {
            SweptTable.commit(table, number);
            expected.put("snapshot " + number, SweptTable.expected(number, false));
        }
    }

    /** As Apache Paimon does; the writer creates no branches. */
    final void createBranch(int snapshot) throws Exception {
        for (String file : List.of("schema/schema-0", "snapshot/snapshot-" + snapshot)) {
            byte[] content = store.sound().readAll(SweptTable.file(location, file), 1 << 20);
            store.sound().overwrite(SweptTable.file(location, "branch/branch-" + BRANCH + "/" + file), content);
        }
        expected.put("branch snapshot " + snapshot, SweptTable.expected(snapshot, false));
    }

    final void expireAllButNewest() {
        assertThat(new SnapshotExpiry(table).run(1, 1, Long.MAX_VALUE, 100)).isEqualTo(COMMITS - 1);
        expected.keySet().removeIf(name -> name.startsWith("snapshot ") && !name.equals("snapshot " + COMMITS));
    }

    @Override
    public final void make() {
        makeOn(store.faultyTable(location));
    }

    abstract void makeOn(Table faulty);

    abstract boolean isMade();

    @Override
    public final void checkWord(@Nullable TableStoreException failure) {
        if (failure == null) {
            assertThat(isMade()).isTrue();
        } else if (isCreated() && !failure.getMessage().contains("not known")) {
            assertThat(isMade()).isFalse();
        }
    }

    /** Whether one file makes the change, so that it is made or not. */
    boolean isCreated() {
        return true;
    }

    @Override
    public void repeat() {
        if (!isCreated() || !isMade()) {
            make();
        }
    }

    @Override
    public void check() throws Exception {
        assertThat(isMade()).isTrue();
        TreeMap<String, List<String>> found = new TreeMap<>();
        addSnapshots(table, "", found);
        for (String tag : SweptTable.files(table).tags().names().keySet()) {
            found.put("tag " + tag, SweptTable.rows(table, Scan.ALL.at(new SnapshotRef.Tag(tag))));
        }
        for (String branch : table.branchNames()) {
            addSnapshots(table.branch(branch), "branch ", found);
        }
        assertThat(found).isEqualTo(expected);
        TableInvariants.check(table);
    }

    private static void addSnapshots(Table of, String prefix, Map<String, List<String>> found) {
        for (Long id : SweptTable.files(of).snapshots().ids().keySet()) {
            found.put(prefix + "snapshot " + id, SweptTable.rows(of, Scan.ALL.at(new SnapshotRef.Id(id))));
        }
    }
}
