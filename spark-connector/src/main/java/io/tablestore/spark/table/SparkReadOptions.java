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
package io.tablestore.spark.table;

import io.tablestore.error.TableStoreException;
import io.tablestore.options.StatementOptions;
import io.tablestore.scan.SnapshotRef;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The state of a table that the options of a read select, by {@code spark.read.option(...)} or {@code WITH (...)}. Keys
 * are case-insensitive. Options without effect are refused, since ignoring one would return other rows than requested.
 *
 * @param snapshot the latest if no state is named
 * @param branch empty if none is named
 */
public record SparkReadOptions(SnapshotRef snapshot, String branch) {

    /** The directory of the table. */
    public static final String PATH = "path";

    static final String BRANCH = "branch";

    private static final String MODE = "scan.mode";

    /** Milliseconds since 1970, or a date and time, in the session's time zone if it names none. */
    private static final String TIMESTAMP = "timestamp";

    /** Option names of other formats' connectors, with ours. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "snapshot-id", "scan.snapshot-id",
            "as-of-timestamp", "scan.timestamp-millis",
            "as.of.instant", TIMESTAMP);

    private interface Reference {
        SnapshotRef of(String key, String value);
    }

    /** All options that select a state. */
    private static Map<String, Reference> references() {
        SQLConf conf = SQLConf.get();
        Map<String, Reference> references = new TreeMap<>();
        for (String key : List.of(
                "version", "scan.version", conf.getConfString("spark.sql.timeTravelVersionKey", "versionAsOf"))) {
            references.put(key, (name, value) -> new SnapshotRef.Version(value));
        }
        for (String key : List.of(
                TIMESTAMP, "scan.timestamp", conf.getConfString("spark.sql.timeTravelTimestampKey", "timestampAsOf"))) {
            references.put(key, (name, value) -> new SnapshotRef.Timestamp(epochMillis(name, value)));
        }
        for (String key : List.of("tag", "scan.tag-name")) {
            references.put(key, (name, value) -> new SnapshotRef.Tag(value));
        }
        references.put("scan.snapshot-id", (name, value) -> new SnapshotRef.Id(Long.parseLong(value.strip())));
        references.put(
                "scan.timestamp-millis", (name, value) -> new SnapshotRef.Timestamp(Long.parseLong(value.strip())));
        return references;
    }

    /**
     * Parses and checks the options.
     *
     * @param read the read that has the options, for messages
     * @param more other keys that are allowed
     * @throws TableStoreException if an option is unsupported or malformed, or if more than one state is named
     */
    public static SparkReadOptions of(String read, CaseInsensitiveStringMap given, Set<String> more) {
        Map<String, Reference> references = references();
        Set<String> honoured = honoured(more);
        Map<String, String> options = inOurCase(read, given, honoured);
        for (String key : options.keySet()) {
            String ours = ELSEWHERE.get(key);
            if (ours != null) {
                throw new TableStoreException(
                        "Option '" + key + "' in " + read + " belongs to another format. Use '" + ours + "'.");
            }
        }
        StatementOptions.check(read, options, honoured);
        Map<String, SnapshotRef> named = new TreeMap<>();
        references.forEach((key, reference) -> {
            String value = options.get(key);
            if (value != null) {
                named.put(key, reference.of(key, value));
            }
        });
        if (named.size() > 1) {
            throw new TableStoreException("Only one of the options " + String.join(", ", named.keySet())
                    + " can be given to " + read + ": each names a state of the table.");
        }
        SnapshotRef snapshot =
                named.isEmpty() ? SnapshotRef.LATEST : named.values().iterator().next();
        checkMode(read, options.get(MODE), snapshot);
        return new SparkReadOptions(snapshot, options.getOrDefault(BRANCH, ""));
    }

    private static Set<String> honoured(Set<String> more) {
        Set<String> honoured = new TreeSet<>(more);
        honoured.addAll(references().keySet());
        honoured.addAll(List.of(BRANCH, MODE));
        return honoured;
    }

    /**
     * Parses the supported options and ignores others, which the scan refuses: options of a table to be written come
     * here too.
     */
    public static SparkReadOptions among(String read, CaseInsensitiveStringMap given) {
        Set<String> honoured = honoured(Set.of());
        Map<String, String> options = new HashMap<>(given.asCaseSensitiveMap());
        options.keySet().removeIf(key -> honoured.stream().noneMatch(key::equalsIgnoreCase));
        return of(read, new CaseInsensitiveStringMap(options), Set.of());
    }

    /** The options under their documented spelling. */
    private static Map<String, String> inOurCase(String read, CaseInsensitiveStringMap given, Set<String> honoured) {
        Map<String, String> options = new HashMap<>();
        for (Map.Entry<String, String> option : given.asCaseSensitiveMap().entrySet()) {
            String key = honoured.stream()
                    .filter(option.getKey()::equalsIgnoreCase)
                    .findFirst()
                    .orElse(option.getKey());
            String other = options.put(key, option.getValue());
            if (other != null && !other.equals(option.getValue())) {
                throw new TableStoreException("Option '" + key + "' in " + read + " is given twice, as '" + other
                        + "' and as '" + option.getValue() + "'.");
            }
        }
        return options;
    }

    /** Checks the scan mode. Modes that select one state are accepted; the others are for streams and changes. */
    private static void checkMode(String read, @Nullable String mode, SnapshotRef snapshot) {
        if (mode == null) {
            return;
        }
        boolean isTime = snapshot instanceof SnapshotRef.Timestamp;
        boolean isLatest = snapshot.equals(SnapshotRef.LATEST);
        boolean agrees = switch (mode.strip().toLowerCase(Locale.ROOT)) {
            case "default" -> true;
            case "latest-full", "full", "latest" -> isLatest;
            case "from-timestamp" -> isTime;
            case "from-snapshot", "from-snapshot-full" -> !isLatest && !isTime;
            default ->
                throw new TableStoreException("Option '" + MODE + "' = '" + mode + "' is not supported in " + read
                        + ". A read returns one state of the table: name it with " + TIMESTAMP
                        + ", version or tag.");
        };
        if (!agrees) {
            throw new TableStoreException("Option '" + MODE + "' = '" + mode + "' in " + read
                    + (isLatest
                            ? " lacks the option that names the state"
                            : " contradicts the option that names the state")
                    + ". Leave the mode out: the option that names the state is enough.");
        }
    }

    private static long epochMillis(String key, String text) {
        if (key.equals(TIMESTAMP) && text.matches("-?\\d+")) {
            return parsedLong(key, text);
        }
        ZoneId zone = ZoneId.of(SQLConf.get().sessionLocalTimeZone());
        Option<Object> micros = DateTimeUtils.stringToTimestamp(UTF8String.fromString(text), zone);
        if (micros.isEmpty()) {
            throw malformed(key, text);
        }
        return Math.floorDiv((Long) micros.get(), 1000L);
    }

    private static long parsedLong(String key, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLong) {
            throw malformed(key, text);
        }
    }

    private static TableStoreException malformed(String key, String text) {
        return new TableStoreException("Option '" + key + "' is '" + text + "', but must be "
                + (key.equals(TIMESTAMP) ? "milliseconds since 1970 or " : "")
                + "a date and time such as 2026-01-31 12:30:00.");
    }
}
