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

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/**
 * The keys of consecutive rows of one run, all from one file. The columns that order versions are decoded on first use.
 *
 * <p><b>Ownership:</b> lent by its run until the run's next block.
 */
public interface KeyBlock {

    /** The origin of the rows, for messages. */
    String origin();

    int rowCount();

    /** The key columns, in the order of the key. */
    List<FieldVector> keys();

    /** Smallest sequence number of the file. */
    long minSequence();

    /** Largest sequence number of the file. */
    long maxSequence();

    /** Of two versions with equal sequences, the one with the greater rank is newer. */
    int tieRank();

    FieldVector sequences();

    /** The columns of {@code sequence.field}. */
    List<FieldVector> sequenceFields();

    /** Whether some row may be a retraction. */
    boolean mayRetract();

    /** The rows of the file that deletion vectors keep, or null if none is deleted. */
    @Nullable
    RowBits alive();

    /** The position in {@link #alive()} of this block's first row. */
    long aliveStart();

    /** LSM level of the file. */
    int level();

    /** The row kinds; called only if {@link #mayRetract()}. */
    FieldVector kinds();
}
