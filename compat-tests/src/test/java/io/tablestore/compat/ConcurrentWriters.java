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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.TableStore;
import io.tablestore.catalog.Table;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.scan.Scan;
import io.tablestore.schema.TableDefinition;
import io.tablestore.testing.TestProcess;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Two processes that write one table and one that compacts it: nothing is lost, and every writer's order is kept. */
public final class ConcurrentWriters {

    private static final int COMMITS = Integer.getInteger("commits.concurrent", 40);

    private static final Pattern LOST_RACES = Pattern.compile("lost races: (\\d+)");

    private final TablePath root;
    private final Path logs;
    private final Map<String, String> settings;
    private final Map<String, String> settingsOfWriters;
    private final int attempts;

    private ConcurrentWriters(
            TablePath root,
            Path logs,
            Map<String, String> settings,
            Map<String, String> settingsOfWriters,
            int attempts) {
        this.root = root;
        this.logs = logs;
        this.settings = settings;
        this.settingsOfWriters = settingsOfWriters;
        this.attempts = attempts;
    }

    /**
     * Writes a new table with them and looks at what has become of it.
     *
     * @param root location of the table
     * @param logs directory for what the processes print
     * @throws AssertionError if anything was lost
     */
    public static void check(String root, Path logs) throws Exception {
        check(root, logs, Map.of());
    }

    /** @param settings of the file system */
    public static void check(String root, Path logs, Map<String, String> settings) throws Exception {
        check(root, logs, settings, settings, 1);
    }

    /**
     * The same while calls to the store fail.
     *
     * @param settings of the file system, with which the result is read
     * @param settingsOfWriters with which it fails
     * @param attempts how often each commit is tried; before each but the first, a writer looks whether it is there
     */
    public static void check(
            String root, Path logs, Map<String, String> settings, Map<String, String> settingsOfWriters, int attempts)
            throws Exception {
        new ConcurrentWriters(TablePath.of(root), logs, settings, settingsOfWriters, attempts).check();
    }

    private Table table() {
        return TableStore.openTable(FileSystems.forLocation(root, settings), root);
    }

    private void check() throws Exception {
        create();
        try (TestProcess first = start("write", "first", COMMITS, 0);
                TestProcess second = start("write", "second", COMMITS, 1000);
                TestProcess compactor = start("compact", "compactor", COMMITS, 0)) {
            for (TestProcess process : List.of(first, second, compactor)) {
                assertThat(process.awaitEnd(Duration.ofSeconds(60L + 10L * COMMITS)))
                        .as(() -> first.log() + second.log() + compactor.log())
                        .isZero();
            }
            System.out.println("races on " + root + ": 2 x " + COMMITS + " commits and as many compactions, "
                    + lostRaces(first.log() + second.log() + compactor.log()) + " races lost");
        }
        TableInvariants.check(table());
        checkOrder(table());
        List<String> rows = new ArrayList<>(ReaderRows.of(table(), Scan.ALL));
        rows.sort(null);
        assertThat(rows).isEqualTo(expected());
    }

    private static int lostRaces(String logs) {
        return LOST_RACES
                .matcher(logs)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }

    private void create() {
        TableDefinition definition = new TableDefinition(
                List.of(
                        new DataField(0, "k", DataType.of(TypeRoot.BIGINT).asNotNull()),
                        new DataField(1, "v", DataType.of(TypeRoot.INT))),
                List.of(),
                List.of("k"),
                Map.of(
                        "bucket", Integer.toString(WriterMain.BUCKETS),
                        "write-only", "true",
                        "commit.max-retries", "200",
                        "manifest.merge-min-count", "5"),
                null);
        StoredTable.of(table()).files().schemas().create(FirstSchema.of(definition));
    }

    private TestProcess start(String what, String user, int commits, long firstKey) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                what,
                root.location(),
                user,
                Integer.toString(commits),
                Long.toString(firstKey),
                Integer.toString(attempts)));
        settingsOfWriters.forEach((key, value) -> arguments.add(key + "=" + value));
        return TestProcess.java(WriterMain.class, arguments.toArray(String[]::new))
                .heap("300m")
                .flags(TestProcess.opens("java.base/java.nio"))
                .start(logs.resolve(user + ".log"));
    }

    /** Every commit of a writer is one snapshot, in the order of its numbers. */
    private static void checkOrder(Table table) {
        Map<String, Long> last = new HashMap<>();
        for (Long id : StoredTable.of(table).files().snapshots().ids().keySet()) {
            Snapshot snapshot = StoredTable.of(table).files().snapshots().get(id);
            if (!snapshot.commitUser().equals("compactor")) {
                assertThat(snapshot.commitKind()).isEqualTo("APPEND");
                assertThat(snapshot.commitIdentifier()).isEqualTo(last.merge(snapshot.commitUser(), 1L, Long::sum));
            }
        }
        assertThat(last).containsEntry("first", (long) COMMITS).containsEntry("second", (long) COMMITS);
    }

    private static List<String> expected() {
        List<String> lines = new ArrayList<>();
        for (long firstKey : new long[] {0, 1000}) {
            for (int i = 0; i < WriterMain.KEYS; i++) {
                int newest = 0;
                for (int number = 1; number <= COMMITS; number++) {
                    newest = i == 0 || i % 7 == number % 7 ? number : newest;
                }
                lines.add((firstKey + i) + "|" + newest + "|");
            }
        }
        lines.sort(null);
        return lines;
    }
}
