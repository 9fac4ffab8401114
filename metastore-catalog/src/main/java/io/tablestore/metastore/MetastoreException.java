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
package io.tablestore.metastore;

import io.tablestore.error.TableStoreException;

/** The metastore refused a call, or cannot be reached. */
public final class MetastoreException extends TableStoreException {

    private static final long serialVersionUID = 1L;

    /** The reason for the failure. */
    enum Kind {
        NOT_FOUND,
        EXISTS,
        REFUSED,
        /** The metastore is too old or too new for the call. */
        NO_SUCH_CALL,
        /** There was no answer, so it is unknown whether the call was executed. */
        UNKNOWN
    }

    private final Kind kind;

    MetastoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    MetastoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }
}
