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
 * Whether a snapshot was created is not known: the store did not say, and its answer may still come. The files of the commit were
 * kept. Before the same rows are committed again, look for a snapshot with their commit user and identifier.
 */
public final class UnknownCommitException extends TableStoreException {

    private static final long serialVersionUID = 1L;

    public UnknownCommitException(String message, Throwable cause) {
        super(message, cause);
    }
}
