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
package io.tablestore.error;

import java.util.function.Supplier;

/** A file of the table contradicts the format or the table's metadata. */
public final class CorruptFileException extends TableStoreException {

    private static final long serialVersionUID = 1L;

    private static final String REMEDY =
            " The file is damaged, or was written by a newer version of the format: compare it"
                    + " with its source, or upgrade" + " this reader.";

    /**
     * @param file path of the file, relative to the table if known
     * @param problem what is wrong and what was found, as complete sentences
     */
    public CorruptFileException(String file, String problem) {
        super(file + ": " + problem + REMEDY);
    }

    /** As {@link #CorruptFileException(String, String)}, with a cause. */
    public CorruptFileException(String file, String problem, Throwable cause) {
        super(file + ": " + problem + REMEDY, cause);
    }

    private CorruptFileException(String message, CorruptFileException original) {
        super(message, original);
    }

    @Override
    public CorruptFileException namedBy(Supplier<String> namer) {
        String message = messageWith(namer);
        return message == null ? this : new CorruptFileException(message, this);
    }
}
