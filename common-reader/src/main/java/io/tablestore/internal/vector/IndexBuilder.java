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
package io.tablestore.internal.vector;

import io.tablestore.internal.memory.BufferPool;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Builds a column of 32-bit indices into a dictionary. */
public final class IndexBuilder extends FixedBuilder {

    private final FieldVector dictionary;

    /** @param field the column, with the type of its values */
    public IndexBuilder(BufferPool pool, Field field, int slots, Coverage coverage, FieldVector dictionary) {
        super(pool, indices(field), slots, coverage, Integer.BYTES);
        this.dictionary = dictionary;
    }

    private static Field indices(Field field) {
        return new Field(field.getName(), new FieldType(field.isNullable(), new ArrowType.Int(32, true), null), null);
    }

    @Override
    protected FieldVector dictionary() {
        return dictionary;
    }
}
