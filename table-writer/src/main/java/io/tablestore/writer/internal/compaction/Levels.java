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
package io.tablestore.writer.internal.compaction;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.options.CompactionOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** The files of a bucket of a primary-key table, by level (format reference, 6.7 and 11.1). */
public final class Levels {

    /** A sorted run: one file of level 0, or all files of a higher level. */
    record Run(int level, List<DataFile> files) {

        long size() {
            return files.stream().mapToLong(DataFile::sizeInBytes).sum();
        }
    }

    /** Newest first. */
    private static final Comparator<DataFile> LEVEL_ZERO = Comparator.comparing(DataFile::maxSequence)
            .reversed()
            .thenComparing(Comparator.comparing(DataFile::minSequence).reversed())
            .thenComparing(Comparator.comparing(DataFile::creationMillis).reversed())
            .thenComparing(DataFile::name);

    private final int declaredLevels;
    private final Comparator<DataFile> byKey;
    private final List<DataFile> files;

    public Levels(TableSchema schema, Collection<DataFile> files) {
        this.declaredLevels = declared(schema.optionSet());
        KeyOrder order = new KeyOrder(schema.trimmedPrimaryKey());
        this.byKey = Comparator.comparing(DataFile::minKey, order);
        this.files = new ArrayList<>(files);
    }

    private static int declared(OptionSet options) {
        int levels = options.get(CompactionOptions.NUM_LEVELS);
        return levels > 0 ? levels : options.get(CompactionOptions.COMPACTION_TRIGGER) + 1;
    }

    public List<DataFile> files() {
        return List.copyOf(files);
    }

    /** The output level of a full compaction. */
    int maxLevel() {
        int highest = files.stream().mapToInt(DataFile::level).max().orElse(0);
        return Math.max(declaredLevels - 1, highest);
    }

    /** The highest level with a file, or 0 if there is none. */
    int highestInUse() {
        return files.stream().mapToInt(DataFile::level).max().orElse(0);
    }

    /** All sorted runs, newest first. */
    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        files.stream()
                .filter(file -> file.level() == 0)
                .sorted(LEVEL_ZERO)
                .forEach(file -> runs.add(new Run(0, List.of(file))));
        TreeMap<Integer, List<DataFile>> levels = new TreeMap<>();
        for (DataFile file : files) {
            if (file.level() > 0) {
                levels.computeIfAbsent(file.level(), level -> new ArrayList<>()).add(file);
            }
        }
        levels.forEach((level, ofLevel) -> {
            ofLevel.sort(byKey);
            runs.add(new Run(level, List.copyOf(ofLevel)));
        });
        return runs;
    }

    /** Number of sorted runs, as the triggers count them. */
    public int runCount() {
        int levelZero = (int) files.stream().filter(file -> file.level() == 0).count();
        return levelZero
                + (int) files.stream()
                        .mapToInt(DataFile::level)
                        .filter(level -> level > 0)
                        .distinct()
                        .count();
    }

    /** Adds the level 0 files of a flush. */
    public void add(List<DataFile> flushed) {
        files.addAll(flushed);
    }

    /** Applies the result of a compaction. */
    public void replace(List<DataFile> before, List<DataFile> after) {
        Set<Place> gone = new HashSet<>();
        before.forEach(file -> gone.add(new Place(file.name(), file.level())));
        files.removeIf(file -> gone.contains(new Place(file.name(), file.level())));
        files.addAll(after);
    }

    private record Place(String name, int level) {}
}
