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
package io.tablestore.internal.read;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.metadata.Keepers;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.internal.planning.ColumnFiles;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.read.column.Evolution;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.scan.Scan;
import io.tablestore.scan.Split;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds files whose columns cannot be converted to the wanted ones, for example a text column that became a list. This happens
 * during planning, because otherwise a task would fail after others have done their work.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class PlanCheck {

    private final TableFiles files;
    private final Scan scan;

    /** Schemas whose wanted columns are all readable. The first unreadable one ends the scan. */
    private final Set<Long> sound = new HashSet<>();

    private List<DataField> wanted = List.of();
    private long wantedSchema = -1;

    public PlanCheck(TableFiles files, Scan scan) {
        this.files = files;
        this.scan = scan;
    }

    /**
     * Checks splits of the scan.
     *
     * @throws io.tablestore.error.UnsupportedFormatException naming the column, its types, the older schema and the file
     */
    public void check(List<Split> splits) {
        for (Split planned : splits) {
            DataSplit split = DataSplit.of(planned);
            if (!split.branch().isEmpty()) {
                continue; // checked where the branch is planned
            }
            TableSchema schema = files.schemas().get(split.schemaId());
            if (wantedSchema != schema.id()) {
                wanted = wanted(schema);
                wantedSchema = schema.id();
                sound.clear();
                sound.add(schema.id());
            }
            for (Section section : split.sections()) {
                check(split, section);
            }
        }
    }

    private List<DataField> wanted(TableSchema schema) {
        List<DataField> columns = new ArrayList<>(schema.select(scan.columns()));
        BoundPredicate.bind(scan.predicate(), schema.fields()).leaves().forEach(leaf -> columns.add(leaf.column()));
        return columns;
    }

    private void check(DataSplit split, Section section) {
        if (isSound(section)) {
            return;
        }
        List<DataFile> ofSection = section.files().stream().map(SplitFile::file).toList();
        if (section.aligned()) {
            ColumnFiles columns = new ColumnFiles(ofSection, id -> schema(split, id));
            for (DataField column : wanted) {
                columns.of(column.id()).stream().limit(1).forEach(file -> check(split, file, column));
            }
            return;
        }
        for (DataFile file : ofSection) {
            if (sound.add(file.schemaId())) {
                wanted.forEach(column -> check(split, file, column));
            }
        }
    }

    /** Holds for most sections, so it must not create an object per file. */
    private boolean isSound(Section section) {
        for (SplitFile file : section.files()) {
            if (!sound.contains(file.file().schemaId())) {
                return false;
            }
        }
        return true;
    }

    private TableSchema schema(DataSplit split, long id) {
        return files.schemas().get(id, () -> "data files of " + Keepers.of(files, split.snapshotId()));
    }

    private void check(DataSplit split, DataFile file, DataField column) {
        TableSchema schema = schema(split, file.schemaId());
        DataField stored = schema.fieldById(column.id());
        if (stored != null) {
            Evolution.check("bucket-" + split.bucket() + "/" + file.name() + " of " + schema.file(), stored, column);
        }
    }
}
