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
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TablePath;
import io.tablestore.types.BinaryRow;
import io.tablestore.writer.TableCommit;
import io.tablestore.writer.TableWrite;
import io.tablestore.writer.row.RowValues;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;

/** A process that commits to a table again and again, beside others. */
final class WriterMain {

    static final int KEYS = 40;
    static final int BUCKETS = 2;

    private WriterMain() {}

    /** {@code write|compact <table> <user> <commits> <first key>}. */
    public static void main(String[] arguments) {
        TablePath location = TablePath.of(arguments[1]);
        Table table = TableStore.openTable(FileSystems.forLocation(location, Map.of()), location);
        TableCommit commit = new TableCommit(table, arguments[2]);
        int commits = Integer.parseInt(arguments[3]);
        long firstKey = Long.parseLong(arguments[4]);
        for (int number = 1; number <= commits; number++) {
            try (BufferAllocator allocator = ArrowMemory.newRoot(256L << 20);
                    TableWrite write = TableWrite.of(table, allocator).open()) {
                if (arguments[0].equals("compact")) {
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
                commit.commit(number, write.prepareCommit());
            }
        }
    }
}
