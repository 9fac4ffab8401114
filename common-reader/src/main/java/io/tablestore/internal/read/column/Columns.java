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
package io.tablestore.internal.read.column;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.VectorGather;
import io.tablestore.types.ColumnPath;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;

/** Picks rows, and nested fields, of columns. */
public final class Columns {

    private Columns() {}

    /** Copies the values of some rows into a new column. */
    public static ArrowColumn picked(ArrowColumn column, int[] rows, int count, BufferPool pool) {
        ArrowColumn picked = new VectorGather(pool).gather(column.vector(), rows, count);
        return picked.withDictionary(column.dictionary());
    }

    /**
     * Projects a column of rows to the wanted fields, without a copy. Returns the column itself if all fields are wanted.
     *
     * @param column taken over
     * @param from the field that the column holds
     * @param to the same field with some of its nested fields, at any depth
     */
    public static ArrowColumn narrowed(ArrowColumn column, DataField from, DataField to) {
        if (from.equals(to)) {
            return column;
        }
        FieldVector narrow = ArrowTypes.field(to).createVector(column.vector().getAllocator());
        share(column.vector(), from, narrow, to);
        return column.replacedBy(narrow);
    }

    private static void share(FieldVector source, DataField from, FieldVector target, DataField to) {
        target.loadFieldBuffers(
                new ArrowFieldNode(source.getValueCount(), source.getNullCount()), source.getFieldBuffers());
        List<FieldVector> sources = source.getChildrenFromFields();
        List<FieldVector> targets = target.getChildrenFromFields();
        if (!(from.type() instanceof DataType.Row fromRow) || !(to.type() instanceof DataType.Row toRow)) {
            for (int i = 0; i < targets.size(); i++) {
                share(sources.get(i), from, targets.get(i), from);
            }
            return;
        }
        for (int i = 0; i < targets.size(); i++) {
            DataField wanted = toRow.fields().get(i);
            int position = ColumnPath.position(fromRow.fields(), wanted.id());
            share(sources.get(position), fromRow.fields().get(position), targets.get(i), wanted);
        }
    }
}
