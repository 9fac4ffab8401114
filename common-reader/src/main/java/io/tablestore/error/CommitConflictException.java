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

/**
 * A snapshot is no longer possible because another writer changed the state it is based on. Nothing of it was committed. A commit
 * that also compacts makes two snapshots; if the second one fails, the rows of the first are committed, and the message says so.
 */
public final class CommitConflictException extends TableStoreException {

    private static final long serialVersionUID = 1L;

    public CommitConflictException(String message) {
        super(message);
    }

    public CommitConflictException(String message, Throwable cause) {
        super(message, cause);
    }
}
