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
package io.tablestore.internal.schema;

import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;

/** Which changes of a column's type keep every value and the order of values. */
public final class TypeWidening {

    private TypeWidening() {}

    /** True if every value of {@code from} is the same value in {@code to}, ignoring nullability. */
    public static boolean keepsValues(DataType from, DataType to) {
        if (from.sameIgnoringNullability(to)) {
            return true;
        }
        if (!(from instanceof DataType.Atomic source) || !(to instanceof DataType.Atomic target)) {
            return false;
        }
        TypeRoot a = source.root();
        TypeRoot b = target.root();
        if (a.isInteger() && b.isInteger()) {
            return a.compareTo(b) <= 0; // declared from narrow to wide
        }
        if (a == TypeRoot.FLOAT && b == TypeRoot.DOUBLE) {
            return true;
        }
        if (a == TypeRoot.DECIMAL && b == TypeRoot.DECIMAL) {
            return target.scale() >= source.scale()
                    && target.precision() - target.scale() >= source.precision() - source.scale();
        }
        boolean texts = a == b && a == TypeRoot.VARCHAR || a == TypeRoot.VARBINARY && b == TypeRoot.VARBINARY;
        boolean longerTexts = texts || a == TypeRoot.BINARY && b == TypeRoot.VARBINARY;
        boolean times = a == b && (a.isTimestamp() || a == TypeRoot.TIME);
        return (longerTexts || times) && target.precision() >= source.precision();
    }
}
