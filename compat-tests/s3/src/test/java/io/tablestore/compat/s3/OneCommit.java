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
import io.tablestore.error.UnknownCommitException;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.scan.Scan;
import io.tablestore.schema.TableDefinition;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are written and committed, until they are in the table. */
final class OneCommit implements RequestSweep.Change {

    private static final String USER = "job";

    private final FaultyStore store;
    private final TablePath location;
    private final TableDefinition definition;
    private final int commitsBefore;
    private final long identifier;
    private @Nullable TableCommit commit;
    private @Nullable List<CommitMessage> messages;

    /**
     * @param commitsBefore those that are in the table already
     * @param identifier {@link TableCommit#BATCH} for a job that writes its rows again after a failure, otherwise one that commits
     *     the same files again
     */
    OneCommit(FaultyStore store, TablePath location, TableDefinition definition, int commitsBefore, long identifier) {
        this.store = store;
        this.location = location;
        this.definition = definition;
        this.commitsBefore = commitsBefore;
        this.identifier = identifier;
    }

    @Override
    public void prepare() {
        Table table = store.soundTable(location);
        SweptTable.create(table, definition);
        for (int number = 1; number <= commitsBefore; number++) {
            SweptTable.commit(table, number);
        }
    }

    @Override
    public void make() {
        Table table = store.faultyTable(location);
        commit = new TableCommit(table, USER);
        writeAndCommit(table, commit);
    }

    private void writeAndCommit(Table table, TableCommit to) {
        messages = null;
        messages = SweptTable.write(table, commitsBefore + 1);
        to.commit(identifier, messages);
    }

    @Override
    public void checkWord(@Nullable TableStoreException failure) {
        if (failure instanceof UnknownCommitException) {
            return;
        }
        boolean isCommitted = failure == null || failure.getMessage().contains("with the written rows is committed");
        assertThat(ours("APPEND")).hasSize(isCommitted ? 1 : 0);
        if (failure == null) {
            assertThat(ours("COMPACT")).hasSize(compactions());
        }
    }

    private int compactions() {
        return definition.primaryKeys().isEmpty() || commitsBefore == 0 ? 0 : 1;
    }

    private List<Snapshot> ours(String kind) {
        return SweptTable.snapshotsOf(store.soundTable(location), USER).stream()
                .filter(snapshot -> snapshot.commitKind().equals(kind))
                .toList();
    }

    @Override
    public void repeat() {
        if (commit == null || messages == null) { // it has not come to the commit
            make();
        } else if (identifier == TableCommit.BATCH) {
            if (ours("APPEND").isEmpty()) {
                writeAndCommit(store.faultyTable(location), commit);
            }
        } else if (!commit.uncommitted(List.of(identifier)).isEmpty()) {
            commit.commit(identifier, messages);
        }
    }

    @Override
    public void check() throws Exception {
        Table table = store.soundTable(location);
        assertThat(SweptTable.rows(table, Scan.ALL))
                .isEqualTo(SweptTable.expected(
                        commitsBefore + 1, !definition.primaryKeys().isEmpty()));
        assertThat(ours("APPEND")).hasSize(1);
        assertThat(ours("COMPACT").size()).isLessThanOrEqualTo(compactions());
        TableInvariants.check(table);
    }
}
