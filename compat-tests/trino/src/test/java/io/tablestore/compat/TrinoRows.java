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
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.types.DataField;

/** Trino's rows in the text of {@link PaimonRows}. */
final class TrinoRows {

    /** What Trino can show: everything but how a CHAR was padded. */
    static final PaimonRows.Shown SHOWN = new PaimonRows.Shown(9, true);

    private static final EngineRows ROWS = new EngineRows(TrinoRows::javaValue, SHOWN);

    private TrinoRows() {}

    /** @param fields the table's columns, for their precisions */
    static List<String> lines(List<MaterializedRow> rows, List<DataField> fields) {
        List<String> lines = new ArrayList<>();
        for (MaterializedRow row : rows) {
            lines.add(ROWS.line(row.getFields(), fields));
        }
        return lines;
    }

    private static Object javaValue(Object value) {
        if (value instanceof MaterializedRow row) {
            return row.getFields();
        }
        return value instanceof ZonedDateTime instant ? instant.toInstant() : value;
    }
}
