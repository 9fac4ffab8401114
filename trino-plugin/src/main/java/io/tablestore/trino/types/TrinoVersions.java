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
package io.tablestore.trino.types;

import io.airlift.slice.Slice;
import io.tablestore.scan.SnapshotRef;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ConnectorTableVersion;
import io.trino.spi.connector.PointerType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.IntegerType;
import io.trino.spi.type.SmallintType;
import io.trino.spi.type.TinyintType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Set;

/** Translates {@code FOR VERSION AS OF} and {@code FOR TIMESTAMP AS OF} to the reader's snapshot reference. */
public final class TrinoVersions {

    private static final Set<Type> WHOLE_NUMBERS =
            Set.of(TinyintType.TINYINT, SmallintType.SMALLINT, IntegerType.INTEGER, BigintType.BIGINT);

    private TrinoVersions() {}

    /**
     * @param zone of the session, for timestamps without a zone
     * @throws TrinoException for a value that cannot reference a snapshot
     */
    public static SnapshotRef of(ConnectorTableVersion version, ZoneId zone) {
        Type type = version.getVersionType();
        if (version.getPointerType() == PointerType.TEMPORAL) {
            return new SnapshotRef.Timestamp(instant(version, zone).toEpochMilli());
        }
        if (type instanceof VarcharType) {
            return new SnapshotRef.Version(((Slice) version.getVersion()).toStringUtf8());
        }
        if (WHOLE_NUMBERS.contains(type)) {
            return new SnapshotRef.Id((Long) version.getVersion());
        }
        throw new TrinoException(
                StandardErrorCode.NOT_SUPPORTED,
                "FOR VERSION AS OF needs the id of a snapshot (a whole number) or the name of a tag (text), not a"
                        + " value of type "
                        + type + ".");
    }

    private static Instant instant(ConnectorTableVersion version, ZoneId zone) {
        Object time = TrinoPredicates.literal(version.getVersionType(), version.getVersion());
        if (time instanceof Instant instant) {
            return instant;
        }
        if (time instanceof LocalDate day) {
            return day.atStartOfDay(zone).toInstant();
        }
        if (time instanceof LocalDateTime wallClock) {
            return wallClock.atZone(zone).toInstant();
        }
        throw new TrinoException(
                StandardErrorCode.NOT_SUPPORTED,
                "FOR TIMESTAMP AS OF needs a date or a timestamp, not " + version.getVersionType() + ".");
    }
}
