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
package io.tablestore.hive.read;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.hive.types.HiveValues;
import io.tablestore.read.ArrowBatch;
import io.tablestore.types.DataField;
import java.time.ZoneId;

/**
 * Returns the batches of one split to Hive row by row. Hive reads rows in the server itself, or if vectorization is
 * off.
 */
public final class RowReader extends BatchReader<HiveRow> {

    private final ZoneId zone;
    private HiveValues[] values = new HiveValues[0];
    private ArrowColumn[] columns = new ArrowColumn[0];

    /** @param zone in which Hive shows instants */
    public RowReader(HiveBatches batches, ZoneId zone) {
        super(batches);
        this.zone = zone;
    }

    @Override
    boolean read(HiveRow target) {
        ArrowBatch current = current();
        if (current == null) {
            return false;
        }
        int row = current.selection().row(position());
        int[] positions = batches().positions();
        for (int i = 0; i < positions.length; i++) {
            target.values()[positions[i]] = values[i].get(columns[i], row);
        }
        advance(1);
        return true;
    }

    @Override
    void bind(ArrowBatch current) {
        int[] positions = batches().positions();
        if (values.length == 0) {
            values = new HiveValues[positions.length];
            columns = new ArrowColumn[positions.length];
            for (int i = 0; i < positions.length; i++) {
                DataField column = batches().columns().get(positions[i]);
                DataField read = current.fields().get(HiveBatches.find(current, column));
                values[i] = new HiveValues(read.type(), column.type(), zone);
            }
        }
        for (int i = 0; i < positions.length; i++) {
            columns[i] =
                    current.column(HiveBatches.find(current, batches().columns().get(positions[i])));
        }
    }

    @Override
    public HiveRow createValue() {
        return new HiveRow(batches().columns().size());
    }
}
