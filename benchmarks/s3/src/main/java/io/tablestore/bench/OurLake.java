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
package io.tablestore.bench;

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.read.SplitReader;
import io.tablestore.read.SplitReaders;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;

/** Our reader on one of its file systems. */
record OurLake(String name, TableFileSystem files, String root) implements S3Contender {

    @Override
    public Planned plan(String table, List<String> columns) {
        Table opened = TableStore.openTable(files, new TablePath(root + "/" + table));
        ScanPlan plan = opened.plan(Scan.ALL.select(columns));
        BufferAllocator allocator = ArrowMemory.newRoot(1L << 30);
        return new Plan(opened.open(plan.splits(), columns, plan.scan().predicate(), allocator), allocator);
    }

    private record Plan(SplitReaders readers, BufferAllocator allocator) implements Planned {

        @Override
        public long read() {
            long sum = 0;
            SplitReader reader = readers.next();
            while (reader != null) {
                sum += consumed(reader);
                reader = readers.next();
            }
            return sum;
        }

        private static long consumed(SplitReader reader) {
            try (reader) {
                return OurScan.consume(reader);
            }
        }

        @Override
        public void close() {
            readers.close();
            allocator.close();
        }
    }
}
