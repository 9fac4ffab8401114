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
package io.tablestore.compat;

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.writer.maintenance.OrphanFiles;
import io.tablestore.writer.maintenance.SnapshotExpiry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.apache.paimon.options.ExpireConfig;
import org.apache.paimon.table.FileStoreTable;

/** Paimon's library and the writer of this project in turn, on one table; both expire it as well. */
final class MixedHistoryWriter implements HistoryWriter {

    private final Random random;
    private final HistoryWriter theirs = new PaimonHistoryWriter();
    private final HistoryWriter ours = new OurHistoryWriter();

    MixedHistoryWriter(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public void write(FileStoreTable table, List<Row> rows, Path scratch) throws Exception {
        (random.nextBoolean() ? theirs : ours).write(table, rows, scratch);
        maintain(table);
    }

    @Override
    public void compact(FileStoreTable table, List<Bucket> buckets, Path scratch) throws Exception {
        (random.nextBoolean() ? theirs : ours).compact(table, buckets, scratch);
        maintain(table);
    }

    private void maintain(FileStoreTable table) {
        Table same = TableStore.openTable(
                new LocalFileSystem(), TablePath.of(table.location().toUri().getPath()));
        int retained = 1 + random.nextInt(3);
        switch (random.nextInt(5)) {
            case 0 ->
                table.newExpireSnapshots()
                        .config(ExpireConfig.builder()
                                .snapshotRetainMin(retained)
                                .snapshotRetainMax(retained)
                                .snapshotTimeRetain(Duration.ZERO)
                                .build())
                        .expire();
            case 1 -> new SnapshotExpiry(same).run(retained, retained, Long.MAX_VALUE, 50);
            case 2 -> new OrphanFiles(same).delete(Long.MAX_VALUE);
            default -> {}
        }
    }
}
