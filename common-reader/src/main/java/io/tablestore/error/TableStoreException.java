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
import org.jspecify.annotations.Nullable;

/**
 * A request cannot be answered. The message names the file, option or column, what was found, what was expected and what to do.
 */
public class TableStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TableStoreException(String message) {
        super(message);
    }

    public TableStoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Copies an error with another message. */
    TableStoreException(String message, TableStoreException original) {
        super(message, original.getCause());
        setStackTrace(original.getStackTrace());
        for (Throwable suppressed : original.getSuppressed()) {
            addSuppressed(suppressed);
        }
    }

    /**
     * Adds to an error about a file what refers to that file. Other errors, and errors that already say so, are returned
     * unchanged.
     *
     * @param namer returns what refers to the file, usually another file of the table; called only for an error about a file
     */
    public TableStoreException namedBy(Supplier<String> namer) {
        return this;
    }

    /** The message with the namer appended, or null if the message contains it already. */
    final @Nullable String messageWith(Supplier<String> namer) {
        String message = String.valueOf(getMessage());
        String named = namer.get();
        return message.contains(named) ? null : message + " The file is named by " + named + ".";
    }
}
