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
import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.options.CompactionOptions;
import io.tablestore.options.FeatureOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** Arranges the files of one bucket into sections, without files and sections whose statistics show that no row can match. */
final class BucketSections {

    private final boolean primaryKey;
    private final boolean evolves;
    private final BoundPredicate predicate;
    private final BoundPredicate keyPredicate;
    private final LongFunction<TableSchema> schemas;
    private final StatisticsPruner pruner;
    private final LevelRules levels;
    private final KeyOrder keyOrder;

    /** Files at lower levels are not visible. */
    private final int lowestLevel;

    long filesByKey;
    long filesByValue;
    long bytesSkipped;

    private BucketSections(
            TableSchema schema, BoundPredicate predicate, LongFunction<TableSchema> schemas, int lowestLevel) {
        this.primaryKey = schema.hasPrimaryKey();
        this.evolves = schema.optionSet().get(FeatureOptions.DATA_EVOLUTION);
        this.predicate = predicate;
        this.schemas = schemas;
        this.pruner = new StatisticsPruner(schemas);
        this.levels = LevelRules.of(schema);
        this.lowestLevel = lowestLevel;
        this.keyOrder = new KeyOrder(schema.trimmedPrimaryKey());
        this.keyPredicate = predicate.onlyOn(
                schema.trimmedPrimaryKey().stream().map(DataField::id).collect(Collectors.toSet()));
    }

    /** Reads the files at all levels whose rows are visible. */
    static BucketSections ofVisibleLevels(
            TableSchema schema, BoundPredicate predicate, LongFunction<TableSchema> schemas) {
        return new BucketSections(
                schema, predicate, schemas, LevelRules.of(schema).hidesLevelZero() ? 1 : 0);
    }

    /** Reads only the files at the highest level. */
    static BucketSections ofTopLevel(TableSchema schema, BoundPredicate predicate, LongFunction<TableSchema> schemas) {
        return new BucketSections(schema, predicate, schemas, topLevel(schema));
    }

    private static int topLevel(TableSchema schema) {
        int declared = schema.optionSet().get(CompactionOptions.NUM_LEVELS);
        return declared > 0 ? declared - 1 : schema.optionSet().get(CompactionOptions.COMPACTION_TRIGGER);
    }

    List<Section> of(List<SplitFile> bucketFiles) {
        List<SplitFile> filled =
                bucketFiles.stream().filter(file -> file.file().rowCount() > 0).toList();
        if (evolves) {
            return aligned(filled);
        }
        if (!primaryKey) {
            List<Section> sections = new ArrayList<>();
            filled.forEach(file -> addRaw(file, sections));
            return sections;
        }
        return keyed(filled);
    }

    /**
     * Files that hold different columns of the same rows. Each column is tested by the statistics of the file that has its
     * values.
     */
    private List<Section> aligned(List<SplitFile> files) {
        List<Section> sections = new ArrayList<>();
        for (List<SplitFile> group : ColumnFiles.groups(files)) {
            if (group.size() == 1) {
                addRaw(group.get(0), sections);
                continue;
            }
            Section section = Section.aligned(group);
            ColumnFiles columns =
                    new ColumnFiles(group.stream().map(SplitFile::file).toList(), schemas);
            if (pruner.canMatch(predicate, columns)) {
                sections.add(section);
            } else {
                filesByValue += group.size();
                bytesSkipped += section.sizeInBytes();
            }
        }
        return sections;
    }

    /**
     * Prunes a file before the merge only if it has no wanted key. Value statistics cannot do this, because a file may hold the
     * newer version that hides a matching older one. They prune only files that need no merge, and sections in which no file can
     * match.
     */
    private List<Section> keyed(List<SplitFile> files) {
        List<SplitFile> wanted = new ArrayList<>();
        for (SplitFile file : files) {
            if (file.file().level() < lowestLevel) {
                continue;
            }
            if (pruner.canMatch(keyPredicate, file.file())) {
                wanted.add(file);
            } else {
                filesByKey++;
                bytesSkipped += file.file().sizeInBytes();
            }
        }
        List<Section> sections = new ArrayList<>();
        for (Section section : new Sections(keyOrder).of(wanted)) {
            if (!section.needsMerge() || levels.readsRaw() && isCovered(section)) {
                section.files().forEach(file -> addRaw(file, sections));
            } else if (levels.combines()
                    || section.files().stream().anyMatch(file -> pruner.canMatch(predicate, file.file()))) {
                sections.add(section);
            } else {
                filesByValue += section.files().size();
                bytesSkipped += section.sizeInBytes();
            }
        }
        return sections;
    }

    /**
     * Whether overlapping files hold each key only once. Deletion vectors ensure this once they are enabled, but files written
     * before may still hide versions of each other.
     */
    private boolean isCovered(Section section) {
        if (levels.engine() == MergeEngineName.FIRST_ROW) {
            return true;
        }
        return section.files().stream().map(SplitFile::file).allMatch(this::hasVectors);
    }

    private boolean hasVectors(DataFile file) {
        return schemas.apply(file.schemaId()).optionSet().get(FeatureOptions.DELETION_VECTORS);
    }

    private void addRaw(SplitFile file, List<Section> sections) {
        if (pruner.canMatch(predicate, file.file())) {
            sections.add(Section.of(file));
        } else {
            filesByValue++;
            bytesSkipped += file.file().sizeInBytes();
        }
    }
}
