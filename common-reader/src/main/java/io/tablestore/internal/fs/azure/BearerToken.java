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

/**
 * A token of Microsoft Entra, such as that of a service principal or a managed identity.
 *
 * @param source gives the current token; it is asked for every request
 */
public record BearerToken(Source source) implements BlobAuthorization {

    /** Knows the current token. */
    public interface Source {
        /** @throws IOException if there is none, such as if the service that issues them does not answer */
        String token() throws IOException;
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public String header(BlobRequest request, URI uri) throws IOException {
        return "Bearer " + source.token();
    }
}
