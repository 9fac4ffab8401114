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
package io.tablestore.internal.fs.s3.credentials;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A place where credentials may be. */
interface CredentialSource {

    /**
     * Looks for credentials.
     *
     * @param tried receives a clause that says why there are none
     * @return null if this source is not set up
     * @throws IOException if it is set up, but fails
     */
    @Nullable
    Credentials find(List<String> tried) throws IOException;
}
