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
package io.tablestore.options;

import java.util.List;
import java.util.stream.Stream;

/**
 * The options that readers and writers use, from the groups that declare them. Paimon's other options are in
 * {@code known-options.txt}, because only their handling matters here.
 */
public final class TableOptions {

    static final List<KnownOption> DECLARED = Stream.of(
                    SchemaOptions.ALL,
                    LayoutOptions.ALL,
                    MergeOptions.ALL,
                    FieldOptions.ALL,
                    ReadOptions.ALL,
                    WriteOptions.ALL,
                    CompactionOptions.ALL,
                    CommitOptions.ALL,
                    FormatOptions.ALL,
                    FeatureOptions.ALL)
            .flatMap(List::stream)
            .toList();

    /** All of them, in the order of the reference page. */
    public static final List<Option<?>> ALL =
            List.copyOf(DECLARED.stream().<Option<?>>map(KnownOption::option).toList());

    private TableOptions() {}
}
