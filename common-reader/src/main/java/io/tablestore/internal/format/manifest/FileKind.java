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
package io.tablestore.internal.format.manifest;

import io.tablestore.error.CorruptFileException;

/** What a manifest entry does with its file: {@code _KIND} (format reference, 4.3). */
public enum FileKind {
    ADD(0),
    DELETE(1);

    private final int code;

    FileKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static FileKind of(int code, String manifest) {
        for (FileKind kind : values()) {
            if (kind.code == code) {
                return kind;
            }
        }
        throw new CorruptFileException(
                manifest, "The _KIND of an entry is " + code + " instead of 0 (ADD) or 1 (DELETE).");
    }
}
