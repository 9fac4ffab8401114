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

/** The keys in environment variables. */
record EnvironmentKeys(Environment environment) implements CredentialSource {

    @Override
    public @Nullable Credentials find(List<String> tried) throws IOException {
        String accessKey = environment.firstVariable("AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY");
        String secretKey = environment.firstVariable("AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY");
        if (accessKey.isEmpty() && secretKey.isEmpty()) {
            tried.add("the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
            return null;
        }
        if (accessKey.isEmpty() || secretKey.isEmpty()) {
            throw new IOException("Only one of the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is"
                    + " set. Set both or none");
        }
        return Credentials.lasting(accessKey, secretKey, environment.variable("AWS_SESSION_TOKEN"));
    }
}
