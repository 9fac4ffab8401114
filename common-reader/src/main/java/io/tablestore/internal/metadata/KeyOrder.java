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
package io.tablestore.internal.metadata;

import io.tablestore.predicate.ValueOrder;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import java.util.Comparator;
import java.util.List;

/**
 * The order of primary keys in data files, over key rows of the metadata: column by column, ascending, with floating-point
 * numbers compared as in Java.
 */
public final class KeyOrder implements Comparator<BinaryRow> {

    private final List<DataField> fields;

    /** @param fields the trimmed primary key */
    public KeyOrder(List<DataField> fields) {
        this.fields = List.copyOf(fields);
    }

    @Override
    public int compare(BinaryRow left, BinaryRow right) {
        for (int i = 0; i < fields.size(); i++) {
            Object a = left.value(i, fields.get(i).type());
            Object b = right.value(i, fields.get(i).type());
            int order;
            if (a == null || b == null) {
                order = Boolean.compare(a != null, b != null);
            } else if (a instanceof Double x && b instanceof Double y) {
                order = Double.compare(x, y);
            } else {
                order = ValueOrder.compare(a, b);
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
