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
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The credentials that a container's agent gives: ECS, and pod identities in EKS. */
record ContainerCredentials(Environment environment, CredentialCalls calls) implements CredentialSource {

    private static final String RELATIVE = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
    private static final String FULL = "AWS_CONTAINER_CREDENTIALS_FULL_URI";

    /** Hosts that may be asked without TLS: this machine, and the agents of ECS and EKS. */
    private static final Set<String> PLAIN_HOSTS =
            Set.of("localhost", "127.0.0.1", "[::1]", "169.254.170.2", "169.254.170.23", "[fd00:ec2::23]");

    @Override
    public @Nullable Credentials find(List<String> tried) throws IOException {
        String relative = environment.variable(RELATIVE);
        String full = environment.variable(FULL);
        if (relative.isEmpty() && full.isEmpty()) {
            tried.add("the environment variables " + RELATIVE + " and " + FULL + " are not set");
            return null;
        }
        URI uri = relative.isEmpty() ? checked(full) : URI.create("http://169.254.170.2" + relative);
        String authorization = authorization();
        return CredentialJson.parse(
                "the container's agent " + uri,
                calls.get(uri, authorization.isEmpty() ? Map.of() : Map.of("authorization", authorization)));
    }

    private static URI checked(String text) throws IOException {
        URI uri = URI.create(text);
        if ("https".equals(uri.getScheme()) || PLAIN_HOSTS.contains(String.valueOf(uri.getHost()))) {
            return uri;
        }
        throw new IOException("The environment variable " + FULL + " is '" + text
                + "', but must begin with https, or name" + " this machine or an agent of AWS");
    }

    private String authorization() throws IOException {
        String file = environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        return file.isEmpty() ? environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN") : CredentialCalls.token(file);
    }
}
