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

import java.nio.file.Path;
import java.util.List;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.table.FileStoreTable;

/** Who writes a history's rows and compacts its buckets. */
interface HistoryWriter {

    /** @param bucket of a table with dynamic buckets, else -1 */
    record Row(GenericRow values, int bucket) {}

    /** @param full whether all files become one run */
    record Bucket(BinaryRow partition, int bucket, boolean full) {}

    /** Writes and commits rows. */
    void write(FileStoreTable table, List<Row> rows, Path scratch) throws Exception;

    /** Compacts buckets and commits that. */
    void compact(FileStoreTable table, List<Bucket> buckets, Path scratch) throws Exception;
}
