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

import io.tablestore.options.FeatureOptions;
import io.tablestore.options.FeatureOptions.ChangelogProducer;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.MergeOptions.MergeEngineName;
import io.tablestore.options.OptionSet;
import io.tablestore.options.ReadOptions;
import io.tablestore.schema.TableSchema;

/**
 * What the options of a primary-key table require of its levels (format reference, 7.3 to 7.5).
 *
 * @param engine how the versions of a key become one row
 * @param hidesLevelZero whether rows are invisible until a compaction has moved them out of level 0
 * @param readsRaw whether visible files hold each key once after deletion vectors are applied, so that no merge is needed
 * @param lowestLevelOnly whether, of the levels above 0, only the record at the lowest level counts, because it is the full
 * result
 */
public record LevelRules(MergeEngineName engine, boolean hidesLevelZero, boolean readsRaw, boolean lowestLevelOnly) {

    public static LevelRules of(TableSchema schema) {
        OptionSet options = schema.optionSet();
        MergeEngineName engine = options.get(MergeOptions.MERGE_ENGINE);
        boolean vectors = options.get(FeatureOptions.DELETION_VECTORS);
        boolean firstRow = engine == MergeEngineName.FIRST_ROW;
        boolean compacted = firstRow || vectors && !options.get(ReadOptions.DELETION_VECTORS_MERGE_ON_READ);
        boolean looksUp = vectors
                || options.get(FeatureOptions.FORCE_LOOKUP)
                || options.get(FeatureOptions.CHANGELOG_PRODUCER) == ChangelogProducer.LOOKUP;
        return new LevelRules(engine, compacted, compacted, looksUp && !firstRow);
    }

    /** Whether the versions of a key are combined, so that a row's values are known only after the merge. */
    public boolean combines() {
        return engine == MergeEngineName.PARTIAL_UPDATE || engine == MergeEngineName.AGGREGATION;
    }
}
