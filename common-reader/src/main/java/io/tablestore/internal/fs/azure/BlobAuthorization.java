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
package io.tablestore.internal.fs.azure;

import java.io.IOException;
import java.net.URI;

/** How requests prove that they may do what they ask for. */
public sealed interface BlobAuthorization permits SharedKey, SharedAccessSignature, BearerToken {

    /** The query of every request, encoded; empty for none. */
    String query();

    /**
     * The header {@code Authorization}; empty for none.
     *
     * @param request with all headers that are sent, but without this one
     * @throws IOException if the authorization cannot be found out
     */
    String header(BlobRequest request, URI uri) throws IOException;
}
