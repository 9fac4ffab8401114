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

import io.trino.testing.MaterializedRow;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.CharType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.LocalZonedTimestampType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.MultisetType;
import org.apache.paimon.types.RowType;
import org.apache.paimon.types.TimeType;
import org.apache.paimon.types.TimestampType;

/** Trino's rows in the text of {@link PaimonRows}. */
final class TrinoRows {

    private TrinoRows() {}

    /** @param fields the table's columns, for their precisions */
    static List<String> lines(List<MaterializedRow> rows, List<DataField> fields) {
        List<String> lines = new ArrayList<>();
        for (MaterializedRow row : rows) {
            lines.add(line(row.getFields(), fields));
        }
        return lines;
    }

    private static String line(List<?> values, List<DataField> fields) {
        StringJoiner line = new StringJoiner(",", "{", "}");
        for (int i = 0; i < fields.size(); i++) {
            line.add('"' + fields.get(i).name() + "\":"
                    + value(values.get(i), fields.get(i).type()));
        }
        return line.toString();
    }

    private static String map(Map<?, ?> map, DataType key, DataType value) {
        StringJoiner joined = new StringJoiner(",", "{", "}");
        map.forEach((k, v) -> {
            String text = value(k, key);
            joined.add((text.startsWith("\"") ? text : PaimonRows.quote(text)) + ":" + value(v, value));
        });
        return joined.toString();
    }

    private static String value(Object value, DataType type) {
        if (value == null) {
            return "null";
        }
        if (value instanceof MaterializedRow row) {
            return line(row.getFields(), ((RowType) type).getFields());
        }
        if (value instanceof List<?> elements) {
            StringJoiner joined = new StringJoiner(",", "[", "]");
            elements.forEach(element -> joined.add(value(element, ((ArrayType) type).getElementType())));
            return joined.toString();
        }
        if (value instanceof Map<?, ?> map) {
            return type instanceof MapType mapType
                    ? map(map, mapType.getKeyType(), mapType.getValueType())
                    : map(map, ((MultisetType) type).getElementType(), DataTypes.INT());
        }
        if (value instanceof String text) {
            return PaimonRows.quote(type instanceof CharType ? text.replaceAll(" +\\z", "") : text); // Trino pads it
        }
        if (value instanceof byte[] bytes) {
            return "\"" + Base64.getEncoder().encodeToString(bytes) + "\"";
        }
        if (value instanceof BigDecimal decimal) {
            return "\"" + decimal.toPlainString() + "\"";
        }
        if (value instanceof Float || value instanceof Double) {
            return Double.isFinite(((Number) value).doubleValue()) ? value.toString() : "\"" + value + "\"";
        }
        if (value instanceof LocalDate) {
            return "\"" + value + "\"";
        }
        if (value instanceof LocalTime time) {
            int digits = Math.min(3, ((TimeType) type).getPrecision());
            return "\"" + PaimonRows.formatter("HH:mm:ss", digits).format(time) + "\"";
        }
        if (value instanceof LocalDateTime dateTime) {
            return "\"" + text(dateTime, ((TimestampType) type).getPrecision()) + "\"";
        }
        if (value instanceof ZonedDateTime instant) {
            LocalDateTime utc = instant.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
            return "\"" + text(utc, ((LocalZonedTimestampType) type).getPrecision()) + "Z\"";
        }
        return value.toString();
    }

    private static String text(LocalDateTime dateTime, int precision) {
        return dateTime.toLocalDate() + "T"
                + PaimonRows.formatter("HH:mm:ss", precision).format(dateTime);
    }
}
