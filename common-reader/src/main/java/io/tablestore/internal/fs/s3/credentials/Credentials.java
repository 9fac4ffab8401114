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

import java.time.Instant;

/**
 * A key that signs requests. Its text does not show the secrets.
 *
 * @param sessionToken empty for a permanent key
 * @param expiry when the store stops accepting the key; {@link Instant#MAX} for a permanent one
 */
public record Credentials(String accessKey, String secretKey, String sessionToken, Instant expiry) {

    /** A key of which no end is known. */
    public static Credentials lasting(String accessKey, String secretKey, String sessionToken) {
        return new Credentials(accessKey, secretKey, sessionToken, Instant.MAX);
    }

    @Override
    public String toString() {
        return "Credentials[" + accessKey + ", expiry " + expiry + "]";
    }
}
