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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.StringJoiner;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.LocalZonedTimestampType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.MultisetType;
import org.apache.paimon.types.RowType;
import org.apache.paimon.types.TimeType;
import org.apache.paimon.types.TimestampType;
import org.apache.spark.sql.Row;
import scala.jdk.javaapi.CollectionConverters;

/** Spark's rows in the text of {@link PaimonRows}. */
final class SparkRows {

    private SparkRows() {}

    /** @param fields the table's columns, for their precisions */
    static List<String> lines(List<Row> rows, List<DataField> fields) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            lines.add(JsonLines.sorted(line(row, fields)));
        }
        lines.sort(null);
        return lines;
    }

    private static String line(Row row, List<DataField> fields) {
        StringJoiner line = new StringJoiner(",", "{", "}");
        for (int i = 0; i < fields.size(); i++) {
            line.add('"' + fields.get(i).name() + "\":"
                    + value(row.get(i), fields.get(i).type()));
        }
        return line.toString();
    }

    private static String map(java.util.Map<?, ?> map, DataType key, DataType value) {
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
        if (value instanceof Row row) {
            return line(row, ((RowType) type).getFields());
        }
        if (value instanceof scala.collection.Seq<?> elements) {
            StringJoiner joined = new StringJoiner(",", "[", "]");
            CollectionConverters.asJava(elements)
                    .forEach(element -> joined.add(value(element, ((ArrayType) type).getElementType())));
            return joined.toString();
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return type instanceof MapType mapType
                    ? map(CollectionConverters.asJava(map), mapType.getKeyType(), mapType.getValueType())
                    : map(CollectionConverters.asJava(map), ((MultisetType) type).getElementType(), DataTypes.INT());
        }
        if (value instanceof String text) {
            return PaimonRows.quote(text);
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

    private static String text(LocalDateTime dateTime, int precision) {
        return dateTime.toLocalDate() + "T"
                + PaimonRows.formatter("HH:mm:ss", Math.min(precision, 6)).format(dateTime);
    }
}
