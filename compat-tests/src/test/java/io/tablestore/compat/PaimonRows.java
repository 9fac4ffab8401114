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
package io.tablestore.compat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.paimon.data.DataGetters;
import org.apache.paimon.data.InternalArray;
import org.apache.paimon.data.InternalMap;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.table.Table;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.LocalZonedTimestampType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.MultisetType;
import org.apache.paimon.types.RowType;
import org.apache.paimon.types.TimeType;
import org.apache.paimon.types.TimestampType;

/** What Apache Paimon's library reads, in the text that {@code tablestore scan --format jsonl} promises. */
final class PaimonRows {

    private PaimonRows() {}

    /**
     * What the reader compared with can show.
     *
     * @param maxDigits fraction digits of timestamps
     * @param trimsChar whether trailing blanks of a CHAR are lost
     */
    record Shown(int maxDigits, boolean trimsChar) {

        static final Shown ALL = new Shown(9, false);
    }

    /** All rows of a snapshot (null is the latest), each as a line, sorted. */
    static List<String> read(Table table, Long snapshotId) throws IOException {
        return read(table, snapshotId, Shown.ALL);
    }

    static List<String> read(Table table, Long snapshotId, Shown shown) throws IOException {
        Table at = snapshotId == null ? table : table.copy(Map.of("scan.snapshot-id", snapshotId.toString()));
        ReadBuilder builder = at.newReadBuilder();
        List<DataField> fields = at.rowType().getFields();
        List<String> lines = new ArrayList<>();
        try (RecordReader<InternalRow> reader =
                builder.newRead().createReader(builder.newScan().plan())) {
            reader.forEachRemaining(row -> lines.add(line(row, fields, shown)));
        }
        lines.sort(null);
        return lines;
    }

    static String line(InternalRow row, List<DataField> fields, Shown shown) {
        StringBuilder line = new StringBuilder("{");
        for (int i = 0; i < fields.size(); i++) {
            line.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(fields.get(i).name())
                    .append("\":");
            line.append(row.isNullAt(i) ? "null" : value(row, i, fields.get(i).type(), shown));
        }
        return line.append('}').toString();
    }

    private static String array(InternalArray array, DataType element, Shown shown) {
        StringJoiner joined = new StringJoiner(",", "[", "]");
        for (int i = 0; i < array.size(); i++) {
            joined.add(array.isNullAt(i) ? "null" : value(array, i, element, shown));
        }
        return joined.toString();
    }

    private static String map(InternalMap map, DataType key, DataType value, Shown shown) {
        StringJoiner joined = new StringJoiner(",", "{", "}");
        InternalArray keys = map.keyArray();
        InternalArray values = map.valueArray();
        for (int i = 0; i < map.size(); i++) {
            String text = value(keys, i, key, shown);
            boolean quoted = text.startsWith("\"");
            joined.add((quoted ? text : quote(text)) + ":"
                    + (values.isNullAt(i) ? "null" : value(values, i, value, shown)));
        }
        return joined.toString();
    }

    private static String value(DataGetters row, int i, DataType type, Shown shown) {
        return switch (type.getTypeRoot()) {
            case ARRAY -> array(row.getArray(i), ((ArrayType) type).getElementType(), shown);
            case MAP -> map(row.getMap(i), ((MapType) type).getKeyType(), ((MapType) type).getValueType(), shown);
            case MULTISET -> map(row.getMap(i), ((MultisetType) type).getElementType(), DataTypes.INT(), shown);
            case ROW -> {
                List<DataField> fields = ((RowType) type).getFields();
                yield line(row.getRow(i, fields.size()), fields, shown);
            }
            case BOOLEAN -> Boolean.toString(row.getBoolean(i));
            case TINYINT -> Byte.toString(row.getByte(i));
            case SMALLINT -> Short.toString(row.getShort(i));
            case INTEGER -> Integer.toString(row.getInt(i));
            case BIGINT -> Long.toString(row.getLong(i));
            case FLOAT -> {
                float number = row.getFloat(i);
                yield Float.isFinite(number) ? Float.toString(number) : "\"" + number + "\"";
            }
            case DOUBLE -> {
                double number = row.getDouble(i);
                yield Double.isFinite(number) ? Double.toString(number) : "\"" + number + "\"";
            }
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                yield "\""
                        + row.getDecimal(i, decimal.getPrecision(), decimal.getScale())
                                .toBigDecimal()
                                .toPlainString()
                        + "\"";
            }
            case CHAR, VARCHAR -> {
                String text = new String(row.getString(i).toBytes(), StandardCharsets.UTF_8);
                boolean trims = shown.trimsChar() && type.getTypeRoot() == DataTypeRoot.CHAR;
                yield quote(trims ? withoutTrailingBlanks(text) : text);
            }
            case BLOB ->
                "\"" + Base64.getEncoder().encodeToString(row.getBlob(i).toData()) + "\"";
            case BINARY, VARBINARY -> "\"" + Base64.getEncoder().encodeToString(row.getBinary(i)) + "\"";
            case DATE -> "\"" + LocalDate.ofEpochDay(row.getInt(i)) + "\"";
            case TIME_WITHOUT_TIME_ZONE -> {
                int digits = Math.min(3, ((TimeType) type).getPrecision());
                LocalTime time = LocalTime.ofNanoOfDay(row.getInt(i) * 1_000_000L);
                yield "\"" + formatter("HH:mm:ss", digits).format(time) + "\"";
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE ->
                "\"" + timestamp(row, i, ((TimestampType) type).getPrecision(), shown.maxDigits()) + "\"";
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                "\"" + timestamp(row, i, ((LocalZonedTimestampType) type).getPrecision(), shown.maxDigits()) + "Z\"";
            default -> throw new IllegalStateException(type.toString());
        };
    }

    static String withoutTrailingBlanks(String text) {
        return text.replaceAll(" +\\z", "");
    }

    private static String timestamp(DataGetters row, int i, int precision, int maxDigits) {
        Timestamp value = row.getTimestamp(i, precision);
        String date = value.toLocalDateTime().toLocalDate().toString();
        return date + "T"
                + formatter("HH:mm:ss", Math.min(precision, maxDigits)).format(value.toLocalDateTime());
    }

    static DateTimeFormatter formatter(String pattern, int digits) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().appendPattern(pattern);
        if (digits > 0) {
            builder.appendFraction(ChronoField.NANO_OF_SECOND, digits, digits, true);
        }
        return builder.toFormatter(Locale.ROOT);
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c < 0x20 ? String.format("\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
