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
import io.tablestore.options.CompactionOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Picks the next compaction: universal compaction (format reference, 11.1). */
public final class CompactionPicker {

    private final int trigger;
    private final int amplificationPercent;
    private final int sizeRatio;
    private final long totalSizeThreshold;
    private final long incrementalSizeThreshold;
    private final boolean forceUp;

    public CompactionPicker(TableSchema schema) {
        OptionSet options = schema.optionSet();
        this.trigger = options.get(CompactionOptions.COMPACTION_TRIGGER);
        this.amplificationPercent = options.get(CompactionOptions.MAX_SIZE_AMPLIFICATION);
        this.sizeRatio = options.get(CompactionOptions.SIZE_RATIO);
        this.totalSizeThreshold = options.get(CompactionOptions.TOTAL_SIZE_THRESHOLD);
        this.incrementalSizeThreshold = options.get(CompactionOptions.INCREMENTAL_SIZE_THRESHOLD);
        // Rows in level 0 of a first-row table are not visible until they are compacted.
        this.forceUp = options.get(CompactionOptions.FORCE_UP_LEVEL_0)
                || options.get(MergeOptions.MERGE_ENGINE) == MergeEngineName.FIRST_ROW;
    }

    /** Number of runs at which writers wait for compactions. */
    public static int stopTrigger(TableSchema schema) {
        OptionSet options = schema.optionSet();
        int stop = options.get(CompactionOptions.STOP_TRIGGER);
        return stop > 0 ? stop : options.get(CompactionOptions.COMPACTION_TRIGGER) + 3;
    }

    /** Compacts everything into the highest level; null if everything is there already. */
    public @Nullable CompactionUnit all(Levels levels) {
        List<Levels.Run> runs = levels.runs();
        int maxLevel = levels.maxLevel();
        boolean done = runs.isEmpty() || runs.size() == 1 && runs.get(0).level() == maxLevel;
        return done ? null : unit(levels, runs, runs.size());
    }

    /** The compaction that the triggers require, or null. */
    public @Nullable CompactionUnit next(Levels levels) {
        List<Levels.Run> runs = levels.runs();
        int count = count(runs);
        if (count == 0 && forceUp) {
            count = levelZero(runs);
        }
        if (count == 0) {
            return null;
        }
        CompactionUnit unit = unit(levels, runs, count);
        boolean moves = unit.files().stream().anyMatch(file -> file.level() != unit.outputLevel());
        return unit.files().size() > 1 || moves ? unit : null;
    }

    /** Number of runs at level 0. A run at level 1 comes along, because nothing is written to level 0 ({@link #unit}). */
    private static int levelZero(List<Levels.Run> runs) {
        return (int) runs.stream().filter(run -> run.level() == 0).count();
    }

    /** Number of newest runs to compact. */
    private int count(List<Levels.Run> runs) {
        long total = runs.stream().mapToLong(Levels.Run::size).sum();
        long oldest = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).size();
        if (runs.size() > 1 && (total < totalSizeThreshold || exceeds(total - oldest, incrementalSizeThreshold))) {
            return runs.size();
        }
        if (runs.size() >= trigger) {
            if ((total - oldest) * 100 > (long) amplificationPercent * oldest) {
                return runs.size();
            }
            int similar = similar(runs, 1);
            if (similar > 1) {
                return similar;
            }
        }
        return runs.size() > trigger ? similar(runs, runs.size() - trigger + 1) : 0;
    }

    private static boolean exceeds(long size, long threshold) {
        return threshold > 0 && size > threshold;
    }

    /**
     * Number of newest runs to compact: at least {@code atLeast}, plus following runs that are not much larger than all before.
     */
    private int similar(List<Levels.Run> runs, int atLeast) {
        int count = atLeast;
        long size = runs.subList(0, count).stream().mapToLong(Levels.Run::size).sum();
        while (count < runs.size()
                && size * (100.0 + sizeRatio) / 100.0 >= runs.get(count).size()) {
            size += runs.get(count).size();
            count++;
        }
        return count;
    }

    private static CompactionUnit unit(Levels levels, List<Levels.Run> runs, int wanted) {
        int count = wanted;
        int output = count == runs.size() ? levels.maxLevel() : runs.get(count).level() - 1;
        while (output <= 0 && count < runs.size()) { // never write to level 0: take one more run instead
            count++;
            output = count == runs.size() ? levels.maxLevel() : runs.get(count).level() - 1;
        }
        List<DataFile> files = files(runs.subList(0, count));
        List<DataFile> guards = files(runs.subList(count, runs.size()));
        return new CompactionUnit(files, guards, output, guards.isEmpty());
    }

    private static List<DataFile> files(List<Levels.Run> runs) {
        return runs.stream().flatMap(run -> run.files().stream()).toList();
    }
}
