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

/** Options for format features that can be read, at least in part, but not written. */
public final class FeatureOptions {

    /** How a table's changelog is produced. {@code lookup} changes which levels a merge reads. */
    public enum ChangelogProducer {
        NONE,
        INPUT,
        FULL_COMPACTION,
        LOOKUP
    }

    public static final Option<Boolean> DELETION_VECTORS =
            Option.offByDefault("deletion-vectors.enabled", "Whether deleted rows are marked in separate files.");

    public static final Option<ChangelogProducer> CHANGELOG_PRODUCER = Option.choice(
            "changelog-producer", ChangelogProducer.class, ChangelogProducer.NONE, "Where the changelog comes from.");

    public static final Option<Boolean> FORCE_LOOKUP = Option.offByDefault(
            "force-lookup", "Whether compaction looks up older versions, which changes how rows are merged.");

    public static final Option<Boolean> DATA_EVOLUTION =
            Option.offByDefault("data-evolution.enabled", "Whether the columns of one row may be in several files.");

    public static final Option<List<String>> EXTERNAL_PATHS =
            Option.names("data-file.external-paths", "Locations outside the table that may contain data files.");

    public static final Option<Boolean> INDEX_IN_DATA_DIRECTORY = Option.offByDefault(
            "index-file-in-data-file-dir", "Whether index files are stored next to the data files of their bucket.");

    public static final Option<Boolean> BLOB_AS_DESCRIPTOR =
            Option.offByDefault("blob-as-descriptor", "Whether a BLOB is read as the place where it is stored.");

    private static final OptionGroup VECTORS_AND_CHANGELOGS = OptionGroup.notWritten(
            "Deletion vectors and changelogs",
            "Such tables are read as Apache Paimon reads them, but writers do not keep up what these options promise.");

    private static final OptionGroup PLACES =
            OptionGroup.notWritten("Files elsewhere", "Readers find such files; writers do not write them.");

    private static final OptionGroup BLOBS = new OptionGroup(
            "Blobs as places",
            OptionDecision.REFUSED_BY_COLUMN,
            "Columns that the option names are refused; the others are read.",
            "");

    static final List<KnownOption> ALL = Stream.of(
                    VECTORS_AND_CHANGELOGS.of(DELETION_VECTORS, CHANGELOG_PRODUCER, FORCE_LOOKUP, DATA_EVOLUTION),
                    PLACES.of(EXTERNAL_PATHS, INDEX_IN_DATA_DIRECTORY),
                    BLOBS.of(BLOB_AS_DESCRIPTOR))
            .flatMap(List::stream)
            .toList();

    private FeatureOptions() {}
}
