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
package io.tablestore.scan;

import java.util.List;

/**
 * Files of one bucket whose key ranges overlap transitively, as the fewest sorted runs. With a single run nothing has to
 * be merged. A file of an append table is a section of its own.
 */
public record Section(List<SortedRun> runs) {

    public Section {
        runs = List.copyOf(runs);
    }

    static Section of(SplitFile file) {
        return new Section(List.of(new SortedRun(List.of(file))));
    }

    public boolean needsMerge() {
        return runs.size() > 1;
    }

    public List<SplitFile> files() {
        return runs.stream().flatMap(run -> run.files().stream()).toList();
    }

    public long sizeInBytes() {
        long size = 0;
        for (SplitFile file : files()) {
            long rows = Math.max(1, file.file().rowCount());
            double share = (double) (file.rowEnd() - file.rowStart()) / rows;
            size += Math.round(file.file().sizeInBytes() * share);
        }
        return size;
    }

    public long storedRows() {
        return files().stream()
                .mapToLong(file -> file.rowEnd() - file.rowStart())
                .sum();
    }
}
