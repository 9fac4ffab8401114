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
package io.tablestore.flink.table;

import io.tablestore.scan.SnapshotRef;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * The state of a table that the options of a statement select: {@code scan.snapshot-id} and similar options, and {@code
 * scan.mode} if it selects one snapshot.
 */
public final class FlinkReadOptions {

    private static final String SNAPSHOT_ID = "scan.snapshot-id";
    private static final String TAG = "scan.tag-name";
    private static final String VERSION = "scan.version";
    private static final String TIMESTAMP_MILLIS = "scan.timestamp-millis";
    private static final String TIMESTAMP = "scan.timestamp";
    private static final String MODE = "scan.mode";

    /** Options that each select a state; a statement may give only one of them. */
    private static final List<String> STATES = List.of(SNAPSHOT_ID, TAG, VERSION, TIMESTAMP_MILLIS, TIMESTAMP);

    /** All options that this class reads. */
    static final Set<String> KEYS = Set.of(SNAPSHOT_ID, TAG, VERSION, TIMESTAMP_MILLIS, TIMESTAMP, MODE);

    /** Modes that select the newest snapshot in a statement that reads once. */
    private static final Set<String> NEWEST = Set.of("default", "latest", "latest-full", "full");

    /** Modes that select one snapshot, with the options that name it. */
    private static final Map<String, Set<String>> NAMED = Map.of(
            "from-snapshot", Set.of(SNAPSHOT_ID, TAG, VERSION),
            "from-snapshot-full", Set.of(SNAPSHOT_ID, TAG, VERSION),
            "from-timestamp", Set.of(TIMESTAMP_MILLIS, TIMESTAMP));

    private FlinkReadOptions() {}

    /**
     * The state to read; the newest if none is named.
     *
     * @param options of the table and of the statement
     * @param zone of the session, for times without a zone
     * @throws ValidationException if options contradict each other, are malformed, or select something that is not
     *     supported
     */
    public static SnapshotRef of(Map<String, String> options, ZoneId zone) {
        List<String> named = STATES.stream().filter(options::containsKey).toList();
        if (named.size() > 1) {
            throw new ValidationException(
                    "Options '" + String.join("' and '", named) + "' each name the state to read; give one of them.");
        }
        String key = named.isEmpty() ? null : named.get(0);
        checkMode(options.getOrDefault(MODE, "default"), key);
        return key == null ? SnapshotRef.LATEST : ref(key, options.getOrDefault(key, ""), zone);
    }

    /** Whether the options name a state or a branch. */
    static boolean isNamedOrBranch(Map<String, String> options) {
        return isNamed(options) || options.containsKey(HintRules.BRANCH);
    }

    /** Whether the options name a state or a mode. */
    public static boolean isNamed(Map<String, String> options) {
        return STATES.stream().anyMatch(options::containsKey);
    }

    private static void checkMode(String mode, @Nullable String named) {
        Set<String> naming = NAMED.get(mode);
        if (naming != null) {
            if (named == null || !naming.contains(named)) {
                throw new ValidationException("'" + MODE + "' = '" + mode + "' requires one of the options "
                        + naming.stream().sorted().toList() + ", which name the state; "
                        + (named == null ? "none is given" : "'" + named + "' is given") + ".");
            }
        } else if (!NEWEST.contains(mode)) {
            List<String> modes = new ArrayList<>(NEWEST);
            modes.addAll(NAMED.keySet());
            throw new ValidationException("'" + MODE + "' = '" + mode
                    + "' is not read by this connector. A SELECT reads one" + " snapshot; the modes for it are "
                    + modes.stream().sorted().toList() + ".");
        } else if (named != null && !mode.equals("default")) {
            throw new ValidationException("'" + MODE + "' = '" + mode + "' reads the newest snapshot, and '" + named
                    + "' another; give one of them.");
        }
    }

    private static SnapshotRef ref(String key, String text, ZoneId zone) {
        return switch (key) {
            case SNAPSHOT_ID -> new SnapshotRef.Id(number(key, text, "the id of a snapshot"));
            case TAG -> new SnapshotRef.Tag(text);
            case VERSION -> new SnapshotRef.Version(text);
            case TIMESTAMP_MILLIS -> new SnapshotRef.Timestamp(number(key, text, "milliseconds since 1970"));
            default -> new SnapshotRef.Timestamp(epochMillis(text, zone));
        };
    }

    private static long number(String key, String text, String valid) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException malformed) {
            throw malformed(key, valid, text);
        }
    }

    private static long epochMillis(String text, ZoneId zone) {
        String day = text.strip().replace(' ', 'T');
        String time = day.indexOf('T') < 0 ? day + "T00:00:00" : day;
        try {
            TemporalAccessor parsed =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(time, OffsetDateTime::from, LocalDateTime::from);
            Instant instant = parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : ((LocalDateTime) parsed).atZone(zone).toInstant();
            return instant.toEpochMilli();
        } catch (DateTimeParseException malformed) {
            throw malformed(TIMESTAMP, "a date and time such as 2026-01-31 12:30:00", text);
        }
    }

    /** Has no cause, since Flink's SQL client prints the innermost error only. */
    private static ValidationException malformed(String key, String valid, String text) {
        return new ValidationException("Option '" + key + "' is '" + text + "', but must be " + valid + ".");
    }
}
