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
package io.tablestore.cli;

import io.tablestore.scan.SnapshotRef;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the state of a table: at most one of a snapshot, a tag and a time; by default the newest snapshot. */
final class StateOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(names = "--snapshot", paramLabel = "N", description = "Read this snapshot.")
    private @Nullable Long snapshot;

    @Option(names = "--tag", paramLabel = "T", description = "Read this tag.")
    private @Nullable String tag;

    @Option(
            names = "--timestamp",
            paramLabel = "ISO",
            description =
                    "Read the newest snapshot committed at or before this time; UTC if it has no offset, and 00:00"
                            + " if it is only a date.")
    private @Nullable String timestamp;

    SnapshotRef snapshot() {
        if (Stream.of(snapshot == null, tag == null, timestamp == null)
                        .filter(missing -> !missing)
                        .count()
                > 1) {
            throw wrong("--snapshot, --tag and --timestamp each name a state of the table; give one of them.");
        }
        if (snapshot != null) {
            return new SnapshotRef.Id(snapshot);
        }
        if (tag != null) {
            return new SnapshotRef.Tag(tag);
        }
        return timestamp == null ? SnapshotRef.LATEST : new SnapshotRef.Timestamp(epochMillis(timestamp));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }

    private long epochMillis(String text) {
        String iso = text.strip().replaceFirst("(?<=\\d) (?=\\d)", "T");
        try {
            if (iso.indexOf('T') < 0) {
                return LocalDate.parse(iso)
                        .atStartOfDay()
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            }
            return iso.matches(".*T.*([zZ]|[+-]\\d\\d(:?\\d\\d)?)")
                    ? OffsetDateTime.parse(iso).toInstant().toEpochMilli()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException malformed) {
            throw wrong("--timestamp '" + text + "' is not a time in ISO-8601, as in 2024-01-31T12:00:00+01:00.");
        }
    }
}
