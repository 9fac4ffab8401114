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
package io.tablestore.flink.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.compat.WrittenRows;
import io.tablestore.flink.table.FlinkTableLoader;
import io.tablestore.flink.table.OverwriteMode;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.flink.api.connector.sink2.Committer.CommitRequest;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to checkpoints that were taken and not committed before a failure. */
class FlinkCommitterTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path root;

    @SuppressWarnings("NullAway.Init")
    private FlinkTableLoader loader;

    /** What Flink hands to a committer, and hears of it. */
    private static final class Request implements CommitRequest<FlinkCommittable> {

        private final FlinkCommittable committable;
        private boolean already;

        Request(FlinkCommittable committable) {
            this.committable = committable;
        }

        @Override
        public FlinkCommittable getCommittable() {
            return committable;
        }

        @Override
        public int getNumberOfRetries() {
            return 0;
        }

        @Override
        public void signalFailedWithKnownReason(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void signalFailedWithUnknownReason(Throwable reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void retryLater() {
            throw new AssertionError("a commit is made, or the job fails");
        }

        @Override
        public void updateAndRetryLater(FlinkCommittable changed) {
            throw new AssertionError("a commit is made, or the job fails");
        }

        @Override
        public void signalAlreadyCommitted() {
            already = true;
        }
    }

    @BeforeEach
    void create() {
        loader = new FlinkTableLoader(root.toString(), Map.of());
        TableDefinition definition = new TableDefinition(
                List.of(new DataField(0, "k", DataType.of(TypeRoot.BIGINT))),
                List.of(),
                List.of("k"),
                Map.of("bucket", "1"),
                null);
        StoredTable.of(loader.load()).files().schemas().create(FirstSchema.of(definition));
    }

    private Request written(long checkpoint, long key) {
        Table table = loader.load();
        try (BufferAllocator allocator = ArrowMemory.newRoot(64L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            write.write(RowValues.of(key));
            List<CommitMessage> messages = write.prepareCommit();
            return new Request(new FlinkCommittable("job", checkpoint, messages));
        }
    }

    private FlinkCommitter committer(OptionalLong restored) {
        return new FlinkCommitter(loader, OverwriteMode.NONE, restored, new UnregisteredMetricsGroup());
    }

    @Test
    void aRecoveredCheckpointIsCommittedOnceAndWritersStartAnew() throws Exception {
        Request request = written(3, 1);
        assertThatThrownBy(() -> committer(OptionalLong.of(3)).commit(List.of(request)))
                .hasMessageContaining("restarts once more");
        committer(OptionalLong.of(3)).commit(List.of(request));
        assertThat(request.already).isTrue();
        FlinkCommitter going = committer(OptionalLong.of(3));
        going.commit(List.of(written(4, 2)));
        going.commit(List.of(written(5, 3)));
        assertThat(WrittenRows.scan(root)).containsExactly("{\"k\":1}", "{\"k\":2}", "{\"k\":3}");
        assertThat(StoredTable.of(loader.load()).files().snapshots().ids()).hasSize(3);
        WrittenRows.checkInvariants(loader.load());
    }

    @Test
    void whatAnOldSavepointHoldsIsNotCommittedAgain() throws Exception {
        List<CommitRequest<FlinkCommittable>> pending = List.of(written(3, 1), written(4, 2));
        FlinkCommitter first = committer(OptionalLong.empty());
        first.commit(pending);
        first.commit(List.of(written(5, 3)));
        List<CommitRequest<FlinkCommittable>> recovered = pending.stream()
                .<CommitRequest<FlinkCommittable>>map(request -> new Request(request.getCommittable()))
                .toList();
        committer(OptionalLong.of(4)).commit(recovered);
        assertThat(recovered).allMatch(request -> ((Request) request).already);
        assertThat(StoredTable.of(loader.load()).files().snapshots().ids()).hasSize(3);
        WrittenRows.checkInvariants(loader.load());
    }

    @Test
    void aFileThatWasCleanedAwaySinceIsNamed() throws Exception {
        Request request = written(3, 1);
        try (Stream<Path> files = Files.list(root.resolve("bucket-0"))) {
            Files.delete(files.findFirst().orElseThrow());
        }
        assertThatThrownBy(() -> committer(OptionalLong.of(3)).commit(List.of(request)))
                .hasMessageContaining("bucket-0/data-")
                .hasMessageContaining("newer");
        assertThat(StoredTable.of(loader.load()).files().snapshots().latest()).isNull();
    }
}
