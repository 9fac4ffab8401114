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

import java.util.List;

/** A library in this process: a plan, and a scan with two threads. */
record LibraryContender(String reader, S3Contender lake, ScanThreads threads) implements QueryContender {

    static LibraryContender of(S3Contender lake) {
        return new LibraryContender(lake.name(), lake, new ScanThreads());
    }

    @Override
    public String engine() {
        return "library";
    }

    @Override
    public String answer(String copy, String table) throws Exception {
        List<String> columns = Dialect.COLUMNS.get(table);
        try (S3Contender.Planned plan = lake.plan(copy + ".db/" + table, columns)) {
            return Long.toString(threads.read(plan));
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
