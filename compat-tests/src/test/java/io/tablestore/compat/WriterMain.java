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
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TablePath;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.CommitMessage;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** A process that commits to a table again and again, beside others. */
final class WriterMain {

    static final int KEYS = 40;
    static final int BUCKETS = 2;

    private final String what;
    private final Table table;
    private final TableCommit commit;
    private final long firstKey;
    private final int attempts;

    private WriterMain(String what, Table table, TableCommit commit, long firstKey, int attempts) {
        this.what = what;
        this.table = table;
        this.commit = commit;
        this.firstKey = firstKey;
        this.attempts = attempts;
    }

    /** {@code write|compact <table> <user> <commits> <first key> <attempts> <key=value>...}, settings of the file system. */
    public static void main(String[] arguments) {
        TablePath location = TablePath.of(arguments[1]);
        Map<String, String> settings = new HashMap<>();
        for (String setting : List.of(arguments).subList(6, arguments.length)) {
            String[] parts = setting.split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        Table table = TableStore.openTable(FileSystems.forLocation(location, settings), location);
        TableCommit commit = new TableCommit(table, arguments[2]);
        WriterMain writer = new WriterMain(
                arguments[0], table, commit, Long.parseLong(arguments[4]), Integer.parseInt(arguments[5]));
        int commits = Integer.parseInt(arguments[3]);
        for (int number = 1; number <= commits; number++) {
            writer.commit(number);
        }
        System.out.println("lost races: " + commit.lostRaces());
    }

    /** Tries again what has failed, unless it turns out to be committed. */
    private void commit(int number) {
        List<CommitMessage> messages = null;
        for (int attempt = 1; ; attempt++) {
            try {
                if (attempt > 1 && commit.uncommitted(List.of((long) number)).isEmpty()) {
                    return;
                }
                messages = messages == null ? prepare(number) : messages;
                commit.commit(number, messages);
                return;
            } catch (TableStoreException failed) {
                if (attempt >= attempts) {
                    throw failed;
                }
                System.out.println("commit " + number + ": " + failed);
            }
        }
    }

    private List<CommitMessage> prepare(int number) {
        try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                TableWrite write = TableWrite.of(table, allocator).open()) {
            if (what.equals("compact")) {
                for (int bucket = 0; bucket < BUCKETS; bucket++) {
                    if (number % 5 == 0) {
                        write.compactFully(BinaryRow.EMPTY, bucket);
                    } else {
                        write.compact(BinaryRow.EMPTY, bucket);
                    }
                }
            } else {
                for (int i = 0; i < KEYS; i++) {
                    if (i == 0 || i % 7 == number % 7) {
                        write.write(RowValues.of(firstKey + i, number));
                    }
                }
            }
            return write.prepareCommit();
        }
    }
}
