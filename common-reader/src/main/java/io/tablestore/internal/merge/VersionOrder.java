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
package io.tablestore.internal.merge;

import io.tablestore.options.MergeOptions.SortOrder;
import io.tablestore.types.DataType;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * Decides which of two versions of a key is newer (format reference, 7.2): by the sequence fields, where null counts as older in
 * either sort order; then by sequence number; then by the rank of the file.
 */
public final class VersionOrder {

    private final ColumnOrder[] sequenceFields;
    private final boolean descending;

    /**
     * @param sequenceFieldTypes types of the columns of {@code sequence.field}; empty if the table has none
     * @param sortOrder which of two values of a sequence field is newer
     */
    public VersionOrder(List<DataType> sequenceFieldTypes, SortOrder sortOrder) {
        this.sequenceFields = sequenceFieldTypes.stream().map(ColumnOrder::of).toArray(ColumnOrder[]::new);
        this.descending = sortOrder == SortOrder.DESCENDING;
    }

    /** Whether columns of the table order versions before the sequence number does. */
    public boolean hasSequenceFields() {
        return sequenceFields.length > 0;
    }

    /** Positive if the left version is newer. */
    public int compare(KeyBlock left, int leftRow, KeyBlock right, int rightRow) {
        if (sequenceFields.length > 0) {
            List<FieldVector> a = left.sequenceFields();
            List<FieldVector> b = right.sequenceFields();
            for (int i = 0; i < sequenceFields.length; i++) {
                int order = compareField(i, a.get(i), leftRow, b.get(i), rightRow);
                if (order != 0) {
                    return order;
                }
            }
        }
        long a = left.sequences().getDataBuffer().getLong(8L * leftRow);
        long b = right.sequences().getDataBuffer().getLong(8L * rightRow);
        return a != b ? Long.compare(a, b) : Integer.compare(left.tieRank(), right.tieRank());
    }

    private int compareField(int field, FieldVector left, int leftRow, FieldVector right, int rightRow) {
        boolean leftNull = left.isNull(leftRow);
        boolean rightNull = right.isNull(rightRow);
        if (leftNull || rightNull) {
            return Boolean.compare(!leftNull, !rightNull);
        }
        int order = sequenceFields[field].compare(left, leftRow, right, rightRow);
        return descending ? -order : order;
    }
}
