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
package io.tablestore.internal.planning;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongFunction;

/**
 * The files of an aligned section (see {@link Section#aligned()}) that hold a column, and the positions of their rows (format
 * reference, 6.8).
 */
public final class ColumnFiles {

    private final List<DataFile> newestFirst;
    private final LongFunction<TableSchema> schemas;
    private final long firstRowId;

    public ColumnFiles(List<DataFile> files, LongFunction<TableSchema> schemas) {
        this.newestFirst = new ArrayList<>(files);
        this.newestFirst.sort(Comparator.comparingLong(DataFile::maxSequence)
                .thenComparing(DataFile::name)
                .reversed());
        this.schemas = schemas;
        this.firstRowId =
                files.stream().mapToLong(ColumnFiles::firstRowId).min().orElse(0);
    }

    /** The files that hold a column, newest first. A row's value is that of the first file that contains the row. */
    public List<DataFile> of(int columnId) {
        return newestFirst.stream().filter(file -> holds(file, columnId)).toList();
    }

    private boolean holds(DataFile file, int columnId) {
        DataField stored = schemas.apply(file.schemaId()).fieldById(columnId);
        List<String> written = file.writeColumns();
        return stored != null && (written == null || written.contains(stored.name()));
    }

    /** The position in the section of a file's first row. */
    public long start(DataFile file) {
        return firstRowId(file) - firstRowId;
    }

    /** The number of rows that the files hold together. */
    public long rowCount() {
        return newestFirst.stream()
                .mapToLong(file -> start(file) + file.rowCount())
                .max()
                .orElse(0);
    }

    /** Groups of files whose row id ranges overlap, in row order. */
    static List<List<SplitFile>> groups(List<SplitFile> files) {
        List<SplitFile> ordered = new ArrayList<>(files);
        ordered.sort(Comparator.comparingLong(file -> firstRowId(file.file())));
        List<List<SplitFile>> groups = new ArrayList<>();
        long end = Long.MIN_VALUE;
        for (SplitFile file : ordered) {
            long first = firstRowId(file.file());
            if (file.file().firstRowId() == null || first >= end) {
                groups.add(new ArrayList<>());
                end = first;
            }
            groups.get(groups.size() - 1).add(file);
            end = Math.max(end, first + file.file().rowCount());
        }
        return groups;
    }

    private static long firstRowId(DataFile file) {
        Long first = file.firstRowId();
        return first == null ? 0 : first;
    }
}
