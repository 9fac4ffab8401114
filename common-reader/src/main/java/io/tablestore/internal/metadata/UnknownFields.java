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

import io.tablestore.error.UnsupportedFormatException;
import java.util.List;

/** Unknown fields of metadata files. They are ignored when read, and never dropped by rewriting a file. */
public final class UnknownFields {

    private UnknownFields() {}

    /** @throws UnsupportedFormatException if there are unknown fields, which rewriting the file would drop */
    public static void refuse(String origin, List<String> unknownFields) {
        if (!unknownFields.isEmpty()) {
            throw new UnsupportedFormatException(
                    origin,
                    "writing it again with '" + String.join("', '", unknownFields)
                            + "', which this version does not know and would drop,",
                    "Use the writer that added this, or upgrade this one.");
        }
    }
}
