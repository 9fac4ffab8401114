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
package io.tablestore.schema;

import io.tablestore.internal.format.manifest.FileNames;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Builds the directory of a partition from its values and the table's options (format reference, 1.3). */
public final class PartitionPath {

    private static final String ESCAPED = "\"#%'*/:=?\\{}[]^";

    private final List<DataField> fields;
    private final String defaultName;
    private final boolean legacyNames;

    public PartitionPath(List<DataField> fields, OptionSet options) {
        this.fields = List.copyOf(fields);
        this.defaultName = options.get(LayoutOptions.PARTITION_DEFAULT_NAME);
        this.legacyNames = options.get(LayoutOptions.PARTITION_LEGACY_NAME);
    }

    /** {@code k1=v1/k2=v2}, escaped; empty for a table without partitions. */
    public String of(BinaryRow partition) {
        return join(partition, PartitionPath::escape);
    }

    /** {@code k1=v1/k2=v2} without escaping, for display. */
    public String unescaped(BinaryRow partition) {
        return join(partition, UnaryOperator.identity());
    }

    private String join(BinaryRow partition, UnaryOperator<String> spelling) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < fields.size(); i++) {
            DataField field = fields.get(i);
            path.append(i == 0 ? "" : "/").append(spelling.apply(field.name())).append('=');
            path.append(spelling.apply(valueText(field.type(), partition.value(i, field.type()))));
        }
        return path.toString();
    }

    /**
     * The directory of a bucket's files relative to the table, ending with a slash (format reference, 1.5).
     *
     * @param schema the table's schema
     */
    public static String bucketDirectory(TableSchema schema, BinaryRow partition, int bucket) {
        StringBuilder path = new StringBuilder();
        String dataDirectory = schema.optionSet().get(LayoutOptions.DATA_FILE_DIRECTORY);
        if (!dataDirectory.isEmpty()) {
            for (String part : dataDirectory.split("/", -1)) {
                path.append(FileNames.checkPlain(schema.file(), LayoutOptions.DATA_FILE_DIRECTORY.key(), part))
                        .append('/');
            }
        }
        String directories = new PartitionPath(schema.partitionFields(), schema.optionSet()).of(partition);
        return path.append(directories)
                .append(directories.isEmpty() ? "" : "/")
                .append("bucket-")
                .append(bucket)
                .append('/')
                .toString();
    }

    /**
     * Why different processes may name a column's directories differently (format reference, 1.3), as the end of "its name
     * ..."; null if the names are stable.
     */
    public @Nullable String instability(DataField column) {
        return switch (column.type().root()) {
            case FLOAT, DOUBLE -> "differs between the Java versions of its writers";
            case BINARY, VARBINARY -> legacyNames ? "is random where Paimon made it" : null;
            case TIMESTAMP_LTZ -> legacyNames ? null : "depends on the time zone of its writer";
            default -> null;
        };
    }

    private String valueText(DataType type, @Nullable Object value) {
        String text = value == null ? "" : legacyNames ? legacyText(type, value) : castText(type, value);
        return text.isBlank() ? defaultName : text;
    }

    /** The internal value as plain text: days for DATE, milliseconds for TIME. */
    public static String legacyText(DataType type, Object value) {
        return switch (type.root()) {
            case CHAR, VARCHAR -> new String((byte[]) value, StandardCharsets.UTF_8);
            case BINARY, VARBINARY -> new String((byte[]) value, StandardCharsets.UTF_8);
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case FLOAT -> Float.toString(((Double) value).floatValue());
            case TIMESTAMP, TIMESTAMP_LTZ ->
                ((TimestampValue) value).toLocalDateTime().toString();
            default -> value.toString();
        };
    }

    /**
     * The result of casting the value to STRING in SQL (format reference, 1.3). An instant is shown in the JVM's time zone.
     * PartitionDirectoriesTest compares this with the directories of Paimon 1.4.2.
     */
    public static String castText(DataType type, Object value) {
        return switch (type.root()) {
            case DATE -> dateText(LocalDate.ofEpochDay((Long) value));
            case TIME -> timeText((Long) value, ((DataType.Atomic) type).precision());
            case TIMESTAMP -> timestampText(((TimestampValue) value).toLocalDateTime(), type);
            case TIMESTAMP_LTZ -> timestampText(inLocalZone((TimestampValue) value), type);
            default -> legacyText(type, value);
        };
    }

    private static LocalDateTime inLocalZone(TimestampValue instant) {
        return instant.toLocalDateTime()
                .atOffset(ZoneOffset.UTC)
                .atZoneSameInstant(ZoneId.systemDefault())
                .toLocalDateTime();
    }

    /** Uses four characters for the year: 10000 becomes 0000, and digits of years before 0 become characters below '0'. */
    private static String dateText(LocalDate date) {
        StringBuilder text = new StringBuilder();
        for (int unit = 1000; unit > 0; unit /= 10) {
            text.append((char) ('0' + date.getYear() / unit % 10));
        }
        return text.append(
                        date.toString(),
                        date.toString().length() - 6,
                        date.toString().length())
                .toString();
    }

    /** If the precision is above 0, shows at least one digit of the fraction, and no further trailing zeros. */
    private static String timeText(long millisOfDay, int precision) {
        LocalTime time = LocalTime.ofNanoOfDay(millisOfDay * 1_000_000);
        String whole = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(time);
        int digits = Math.min(3, precision);
        String fraction = String.format(Locale.ROOT, "%03d", millisOfDay % 1000).substring(0, digits);
        while (fraction.length() > 1 && fraction.endsWith("0")) {
            fraction = fraction.substring(0, fraction.length() - 1);
        }
        return fraction.isEmpty() ? whole : whole + '.' + fraction;
    }

    /** Shows as many digits as the precision, or more if the value has more. */
    private static String timestampText(LocalDateTime clock, DataType type) {
        int digits = ((DataType.Atomic) type).precision();
        return dateText(clock.toLocalDate())
                + new DateTimeFormatterBuilder()
                        .appendPattern(" HH:mm:ss")
                        .appendFraction(ChronoField.NANO_OF_SECOND, digits, 9, true)
                        .toFormatter(Locale.ROOT)
                        .format(clock);
    }

    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7F || ESCAPED.indexOf(c) >= 0) {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
