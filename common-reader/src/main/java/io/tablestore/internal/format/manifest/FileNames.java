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

/** Rejects names in a table's files that would lead out of their directory. */
public final class FileNames {

    private FileNames() {}

    /**
     * Returns a name that is one plain path component.
     *
     * @param file the file that holds the name
     * @param field the field that holds the name
     * @throws CorruptFileException for anything with a separator, a scheme, or a leading dot
     */
    public static String checkPlain(String file, String field, String name) {
        boolean plain = !name.isEmpty() && name.charAt(0) != '.' && name.length() <= 4096;
        for (int i = 0; plain && i < name.length(); i++) {
            char c = name.charAt(i);
            plain = c != '/' && c != '\\' && c != ':' && c >= ' ' && c != 0x7F;
        }
        if (!plain) {
            throw new CorruptFileException(
                    file,
                    "The field " + field + " is '" + name + "', which is not a plain file name inside the table.");
        }
        return name;
    }
}
