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
package io.tablestore.spark;

import io.tablestore.error.TableStoreException;
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
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** Options of {@code spark.read}: which state of a table is read. */
final class ReadOptions {

    /** Directory of the table. */
    static final String PATH = "path";

    static final String BRANCH = "branch";

    /** Id of a snapshot, or name of a tag. */
    private static final String VERSION = "version";

    private static final String TAG = "tag";

    /** Milliseconds since 1970, or a date and time; without a zone that of the session. */
    private static final String TIMESTAMP = "timestamp";

    private ReadOptions() {}

    /** @throws TableStoreException if more than one state is named */
    static SnapshotRef snapshot(CaseInsensitiveStringMap options) {
        List<SnapshotRef> named = new ArrayList<>();
        if (options.containsKey(VERSION)) {
            named.add(new SnapshotRef.Version(options.get(VERSION)));
        }
        if (options.containsKey(TAG)) {
            named.add(new SnapshotRef.Tag(options.get(TAG)));
        }
        if (options.containsKey(TIMESTAMP)) {
            named.add(new SnapshotRef.Timestamp(epochMillis(options.get(TIMESTAMP))));
        }
        if (named.size() > 1) {
            throw new TableStoreException(
                    "Only one of the options " + VERSION + ", " + TAG + " and " + TIMESTAMP + " can be given.");
        }
        return named.isEmpty() ? SnapshotRef.LATEST : named.get(0);
    }

    private static long epochMillis(String text) {
        if (text.matches("-?\\d+")) {
            return Long.parseLong(text);
        }
        String day = text.trim().replace(' ', 'T');
        String time = day.indexOf('T') < 0 ? day + "T00:00:00" : day;
        try {
            TemporalAccessor parsed =
                    DateTimeFormatter.ISO_DATE_TIME.parseBest(time, OffsetDateTime::from, LocalDateTime::from);
            Instant instant = parsed instanceof OffsetDateTime zoned
                    ? zoned.toInstant()
                    : ((LocalDateTime) parsed)
                            .atZone(ZoneId.of(SQLConf.get().sessionLocalTimeZone()))
                            .toInstant();
            return instant.toEpochMilli();
        } catch (DateTimeParseException malformed) {
            throw new TableStoreException(
                    "Option " + TIMESTAMP + " should be milliseconds since 1970 or a date and time such as"
                            + " 2026-01-31 12:30:00, but is '" + text + "'.",
                    malformed);
        }
    }
}
