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

import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.types.DataField;
import org.apache.spark.sql.Row;
import scala.collection.JavaConverters;

/** Spark's rows in the text of {@link PaimonRows}. */
final class SparkRows {

    /** What Spark can show: microseconds. */
    static final PaimonRows.Shown SHOWN = new PaimonRows.Shown(6, false);

    private static final EngineRows ROWS = new EngineRows(SparkRows::javaValue, SHOWN);

    private SparkRows() {}

    /** @param fields the table's columns, for their precisions */
    static List<String> lines(List<Row> rows, List<DataField> fields) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            lines.add(JsonLines.sorted(ROWS.line(values(row), fields)));
        }
        lines.sort(null);
        return lines;
    }

    private static List<Object> values(Row row) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
            values.add(row.get(i));
        }
        return values;
    }

    @SuppressWarnings("deprecation") // the converters that every version of Scala has
    private static Object javaValue(Object value) {
        if (value instanceof Row row) {
            return values(row);
        }
        if (value instanceof scala.collection.Seq<?> elements) {
            return JavaConverters.seqAsJavaList(elements);
        }
        return value instanceof scala.collection.Map<?, ?> map ? JavaConverters.mapAsJavaMap(map) : value;
    }
}
