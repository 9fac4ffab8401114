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
package io.tablestore.internal.file.decoder;

import io.tablestore.error.TableStoreException;
import io.tablestore.types.DataField;

/**
 * A stored value that the column's type cannot hold: an integer out of range, a decimal with too many digits, a time after
 * midnight. The file is intact, so this is not damage. The value is never truncated or wrapped.
 */
public final class UnfitValue {

    private UnfitValue() {}

    /**
     * @param stored the physical type and its annotation, in the terms of the file's format
     * @param value as it is stored
     */
    public static TableStoreException of(String file, DataField column, String stored, Object value) {
        return new TableStoreException(file + ": Column " + column.name() + ": the value " + value + " of " + stored
                + " does not fit in " + column.type()
                + ". Give the column a type that holds it, or leave the column out.");
    }
}
