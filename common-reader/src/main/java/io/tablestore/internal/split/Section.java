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
package io.tablestore.internal.split;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Files of one bucket that are read together, in one of two forms. Either their key ranges overlap transitively, and they are
 * packed into the fewest sorted runs; a single run needs no merge. Or they hold different columns of the same rows. A file of an
 * append table is a section of its own.
 *
 * @param aligned whether the files hold columns of the same rows (tables with data evolution); each file is then a run
 */
public record Section(List<SortedRun> runs, boolean aligned) {

    public Section {
        runs = List.copyOf(runs);
    }

    public Section(List<SortedRun> runs) {
        this(runs, false);
    }

    public static Section of(SplitFile file) {
        return new Section(List.of(new SortedRun(List.of(file))));
    }

    /** An aligned section; the order of the files does not matter. */
    public static Section aligned(List<SplitFile> files) {
        return new Section(
                files.stream().map(file -> new SortedRun(List.of(file))).toList(), true);
    }

    /** Statistics are needed only while planning. */
    public Section withoutStatistics() {
        return new Section(
                runs.stream()
                        .map(run -> new SortedRun(run.files().stream()
                                .map(SplitFile::withoutStatistics)
                                .toList()))
                        .toList(),
                aligned);
    }

    public boolean needsMerge() {
        return runs.size() > 1 && !aligned;
    }

    public List<SplitFile> files() {
        if (runs.size() == 1) {
            return runs.get(0).files();
        }
        List<SplitFile> files = new ArrayList<>();
        for (SortedRun run : runs) {
            files.addAll(run.files());
        }
        return Collections.unmodifiableList(files);
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

    /** Rows stored in the files, including old versions and retractions. Rows of aligned files count once. */
    public long storedRows() {
        long rows = 0;
        for (SplitFile file : files()) {
            long ofFile = file.rowEnd() - file.rowStart();
            rows = aligned ? Math.max(rows, ofFile) : rows + ofFile;
        }
        return rows;
    }
}
