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
package io.tablestore.types;

/** The change that a stored record makes to its key: {@code _VALUE_KIND} of data files (format reference, section 6.1). */
public enum RowKind {
    INSERT(0, "+I"),
    UPDATE_BEFORE(1, "-U"),
    UPDATE_AFTER(2, "+U"),
    DELETE(3, "-D");

    private final byte code;
    private final String shortText;

    RowKind(int code, String shortText) {
        this.code = (byte) code;
        this.shortText = shortText;
    }

    /** {@code +I}, {@code -U}, {@code +U} or {@code -D}. */
    public String shortText() {
        return shortText;
    }

    /** The value stored in {@code _VALUE_KIND}. */
    public byte code() {
        return code;
    }

    /** Whether the record removes its key. */
    public boolean isRetract() {
        return this == UPDATE_BEFORE || this == DELETE;
    }

    /** Whether a stored code (1 or 3 do) removes its key. */
    public static boolean isRetract(int code) {
        return (code & 1) != 0;
    }
}
