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
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.LocalZonedTimestampType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.MultisetType;
import org.apache.paimon.types.RowType;
import org.apache.paimon.types.TimeType;
import org.apache.paimon.types.TimestampType;

/** Rows of an engine in the text of {@link PaimonRows}. */
final class EngineRows {

    private final UnaryOperator<Object> javaValue;
    private final PaimonRows.Shown shown;

    /**
     * @param javaValue an engine's value as Java's: rows and arrays as lists, maps as maps, instants as {@link Instant}
     * @param shown what the engine can show
     */
    EngineRows(UnaryOperator<Object> javaValue, PaimonRows.Shown shown) {
        this.javaValue = javaValue;
        this.shown = shown;
    }

    /** @param fields the table's columns, for their precisions */
    String line(List<?> values, List<DataField> fields) {
        StringJoiner line = new StringJoiner(",", "{", "}");
        for (int i = 0; i < fields.size(); i++) {
            line.add('"' + fields.get(i).name() + "\":"
                    + value(values.get(i), fields.get(i).type()));
        }
        return line.toString();
    }

    private String array(List<?> elements, DataType element) {
        StringJoiner joined = new StringJoiner(",", "[", "]");
        elements.forEach(value -> joined.add(value(value, element)));
        return joined.toString();
    }

    private String map(Map<?, ?> map, DataType key, DataType value) {
        StringJoiner joined = new StringJoiner(",", "{", "}");
        map.forEach((k, v) -> {
            String text = value(k, key);
            joined.add((text.startsWith("\"") ? text : PaimonRows.quote(text)) + ":" + value(v, value));
        });
        return joined.toString();
    }

    private String value(Object engineValue, DataType type) {
        Object value = engineValue == null ? null : javaValue.apply(engineValue);
        if (value == null) {
            return "null";
        }
        if (value instanceof List<?> values) {
            return type instanceof RowType row
                    ? line(values, row.getFields())
                    : array(values, ((ArrayType) type).getElementType());
        }
        if (value instanceof Map<?, ?> map) {
            return type instanceof MapType mapType
                    ? map(map, mapType.getKeyType(), mapType.getValueType())
                    : map(map, ((MultisetType) type).getElementType(), DataTypes.INT());
        }
        if (value instanceof String text) {
            boolean trims = shown.trimsChar() && type.getTypeRoot() == DataTypeRoot.CHAR;
            return PaimonRows.quote(trims ? PaimonRows.withoutTrailingBlanks(text) : text);
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
        if (value instanceof Instant instant) {
            LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
            return "\"" + text(utc, ((LocalZonedTimestampType) type).getPrecision()) + "Z\"";
        }
        return value.toString();
    }

    private String text(LocalDateTime dateTime, int precision) {
        return dateTime.toLocalDate() + "T"
                + PaimonRows.formatter("HH:mm:ss", Math.min(precision, shown.maxDigits()))
                        .format(dateTime);
    }
}
