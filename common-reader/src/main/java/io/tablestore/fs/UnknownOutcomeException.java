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
package io.tablestore.fs;

import java.io.IOException;

/**
 * Whether a file was created is not known: the store did not say, and the request may still be on its way. That the file is
 * missing proves nothing. To find out, create the same file with the same content again.
 */
public final class UnknownOutcomeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param cause the last failure, whose message names the store's answer */
    public UnknownOutcomeException(TablePath file, IOException cause) {
        super("Whether " + file + " was created is not known: " + cause.getMessage(), cause);
    }
}
