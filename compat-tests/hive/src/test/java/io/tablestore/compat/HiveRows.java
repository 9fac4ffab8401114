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

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.MultisetType;
import org.apache.paimon.types.RowType;

/**
 * Rows as JDBC brings them in the text of {@link PaimonRows}. Points in time are asked for as text, binaries in base 64, and
 * what is nested comes as Hive's JSON.
 */
final class HiveRows {

    /** Hive pads CHAR, and has all nine digits of a fraction. */
    static final PaimonRows.Shown SHOWN = new PaimonRows.Shown(9, true);

    private static final EngineRows ROWS = new EngineRows(value -> value, SHOWN);
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private HiveRows() {}

    /** Whether a column can be compared: a binary inside of something else is not shown as such. */
    static boolean isComparable(DataType type) {
        return switch (type.getTypeRoot()) {
            case ARRAY -> isInside(((ArrayType) type).getElementType());
            case MULTISET -> isInside(((MultisetType) type).getElementType());
            case MAP -> isInside(((MapType) type).getKeyType()) && isInside(((MapType) type).getValueType());
            case ROW -> ((RowType) type).getFields().stream().allMatch(field -> isInside(field.type()));
            default -> true;
        };
    }

    static boolean isNested(DataType type) {
        return switch (type.getTypeRoot()) {
            case ARRAY, MULTISET, MAP, ROW -> true;
            default -> false;
        };
    }

    private static boolean isInside(DataType type) {
        return type.getTypeRoot() != DataTypeRoot.BINARY
                && type.getTypeRoot() != DataTypeRoot.VARBINARY
                && isComparable(type);
    }

    /** What is behind SELECT. */
    static String select(List<DataField> fields) {
        return fields.stream()
                .map(field -> {
                    String name = "`" + field.name() + "`";
                    return switch (field.type().getTypeRoot()) {
                        case BINARY, VARBINARY -> "base64(" + name + ") AS " + name;
                        case DATE, TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                            "CAST(" + name + " AS STRING) AS " + name;
                        default -> name;
                    };
                })
                .collect(Collectors.joining(", "));
    }

    static List<String> lines(List<List<Object>> rows, List<DataField> fields, Map<String, String> options) {
        List<String> lines = new ArrayList<>();
        for (List<Object> row : rows) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < row.size(); i++) {
                values.add(
                        row.get(i) == null
                                ? null
                                : value(row.get(i), fields.get(i).type()));
            }
            lines.add(JsonLines.comparable(ROWS.line(values, fields), options));
        }
        lines.sort(null);
        return lines;
    }

    private static Object value(Object value, DataType type) {
        return switch (type.getTypeRoot()) {
            case BINARY, VARBINARY -> Base64.getDecoder().decode((String) value);
            case ARRAY, MAP, MULTISET, ROW -> new Json((String) value).value(type);
            case FLOAT -> ((Number) value).floatValue();
            case DATE, TIME_WITHOUT_TIME_ZONE, TIMESTAMP_WITHOUT_TIME_ZONE, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
                parsed((String) value, type);
            default -> value;
        };
    }

    private static Object parsed(String text, DataType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> Boolean.valueOf(text);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Long.valueOf(text);
            case FLOAT -> Float.valueOf(text);
            case DOUBLE -> Double.valueOf(text);
            case DECIMAL -> new BigDecimal(text).setScale(((org.apache.paimon.types.DecimalType) type).getScale());
            case DATE -> LocalDate.parse(text);
            case TIME_WITHOUT_TIME_ZONE -> LocalTime.parse(text);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> LocalDateTime.parse(text, TIMESTAMP);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                int zone = text.lastIndexOf(' ');
                yield LocalDateTime.parse(text.substring(0, zone), TIMESTAMP)
                        .atZone(ZoneId.of(text.substring(zone + 1)))
                        .toInstant();
            }
            default -> text;
        };
    }

    /** What Hive prints of nested values: JSON but for keys of maps, which may be numbers. */
    private static final class Json {

        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Object value(DataType type) {
            if (text.startsWith("null", at)) {
                at += 4;
                return null;
            }
            return switch (type.getTypeRoot()) {
                case ARRAY -> elements(((ArrayType) type).getElementType());
                case MAP -> entries(((MapType) type).getKeyType(), ((MapType) type).getValueType());
                case MULTISET -> entries(((MultisetType) type).getElementType(), DataTypes.INT());
                case ROW -> fields((RowType) type);
                default -> parsed(token(), type);
            };
        }

        private List<Object> elements(DataType element) {
            List<Object> values = new ArrayList<>();
            at++;
            while (text.charAt(at) != ']') {
                values.add(value(element));
                skipComma();
            }
            at++;
            return values;
        }

        private Map<Object, Object> entries(DataType key, DataType value) {
            Map<Object, Object> values = new LinkedHashMap<>();
            at++;
            while (text.charAt(at) != '}') {
                Object entryKey = value(key);
                at++;
                values.put(entryKey, value(value));
                skipComma();
            }
            at++;
            return values;
        }

        private List<Object> fields(RowType row) {
            List<Object> values = new ArrayList<>();
            at++;
            for (DataField field : row.getFields()) {
                token();
                at++;
                values.add(value(field.type()));
                skipComma();
            }
            at++;
            return values;
        }

        private void skipComma() {
            if (text.charAt(at) == ',') {
                at++;
            }
        }

        private String token() {
            int start = at;
            if (text.charAt(at) != '"') {
                while (",]}:".indexOf(text.charAt(at)) < 0) {
                    at++;
                }
                return text.substring(start, at);
            }
            StringBuilder token = new StringBuilder();
            at++;
            while (text.charAt(at) != '"') {
                char c = text.charAt(at++);
                if (c != '\\') {
                    token.append(c);
                    continue;
                }
                char escaped = text.charAt(at++);
                switch (escaped) {
                    case 'n' -> token.append('\n');
                    case 'r' -> token.append('\r');
                    case 't' -> token.append('\t');
                    case 'b' -> token.append('\b');
                    case 'f' -> token.append('\f');
                    case 'u' -> {
                        token.append((char) Integer.parseInt(text.substring(at, at + 4), 16));
                        at += 4;
                    }
                    default -> token.append(escaped);
                }
            }
            at++;
            return token.toString();
        }
    }
}
