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
package io.tablestore.writer.internal.memtable;

import io.tablestore.internal.merge.KeyBlock;
import io.tablestore.internal.merge.RowBits;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Memtable rows for a merge. All are of level 0 and ordered by sequence number; none is deleted by a deletion vector. */
abstract class BufferedBlock implements KeyBlock {

    private final RowLayout layout;

    BufferedBlock(RowLayout layout) {
        this.layout = layout;
    }

    /** A column by position: the table's columns, then sequence numbers, then kinds. */
    abstract FieldVector column(int position);

    @Override
    public final List<FieldVector> keys() {
        return layout.keyPositions().stream().map(this::column).toList();
    }

    @Override
    public final List<FieldVector> sequenceFields() {
        return layout.sequencePositions().stream().map(this::column).toList();
    }

    @Override
    public final FieldVector sequences() {
        return column(layout.fields().size());
    }

    @Override
    public final FieldVector kinds() {
        return column(layout.fields().size() + 1);
    }

    @Override
    public final long minSequence() {
        return Long.MIN_VALUE;
    }

    @Override
    public final long maxSequence() {
        return Long.MAX_VALUE;
    }

    @Override
    public final int tieRank() {
        return 0;
    }

    @Override
    public final @Nullable RowBits alive() {
        return null;
    }

    @Override
    public final long aliveStart() {
        return 0;
    }

    @Override
    public final int level() {
        return 0;
    }
}
