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
package io.tablestore.writer.internal.row;

import io.tablestore.writer.row.ByteSpan;
import io.tablestore.writer.row.InputValues;
import java.math.BigDecimal;

/** A row that returns a column's default instead of null. Reusable for other rows. */
final class DefaultedRow implements InputValues {

    private final InputValues defaults;
    private InputValues row;

    /** @param defaults one per column; null for a column without one */
    DefaultedRow(InputValues defaults) {
        this.defaults = defaults;
        this.row = defaults;
    }

    DefaultedRow of(InputValues next) {
        row = next;
        return this;
    }

    private InputValues source(int position) {
        return row.isNull(position) ? defaults : row;
    }

    @Override
    public int size() {
        return row.size();
    }

    @Override
    public boolean isNull(int position) {
        return row.isNull(position) && defaults.isNull(position);
    }

    @Override
    public boolean getBoolean(int position) {
        return source(position).getBoolean(position);
    }

    @Override
    public long getLong(int position) {
        return source(position).getLong(position);
    }

    @Override
    public double getDouble(int position) {
        return source(position).getDouble(position);
    }

    @Override
    public BigDecimal getDecimal(int position) {
        return source(position).getDecimal(position);
    }

    @Override
    public long getEpochMillis(int position) {
        return source(position).getEpochMillis(position);
    }

    @Override
    public int getNanoOfMilli(int position) {
        return source(position).getNanoOfMilli(position);
    }

    @Override
    public void getBytes(int position, ByteSpan target) {
        source(position).getBytes(position, target);
    }

    @Override
    public void getVariant(int position, ByteSpan value, ByteSpan metadata) {
        source(position).getVariant(position, value, metadata);
    }

    @Override
    public InputValues getArray(int position) {
        return source(position).getArray(position);
    }

    @Override
    public Entries getMap(int position) {
        return source(position).getMap(position);
    }

    @Override
    public InputValues getRow(int position, int fieldCount) {
        return source(position).getRow(position, fieldCount);
    }
}
