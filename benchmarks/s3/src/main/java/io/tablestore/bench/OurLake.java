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
        return new Plan(opened, plan, ArrowMemory.newRoot(1L << 30));
    }

    private record Plan(Table table, ScanPlan plan, BufferAllocator allocator) implements Planned {

        @Override
        public int parts() {
            return plan.splits().size();
        }

        @Override
        public long read(int part) {
            try (SplitReader reader = table.open(plan, plan.splits().get(part), allocator)) {
                return OurScan.consume(reader);
            }
        }

        @Override
        public void close() {
            allocator.close();
        }
    }
}
