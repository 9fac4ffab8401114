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

import io.tablestore.internal.fs.http.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The credentials of the role of a virtual machine, from version 2 of the instance metadata service. */
record InstanceCredentials(Environment environment, CredentialCalls calls) implements CredentialSource {

    private static final String ROLES = "/latest/meta-data/iam/security-credentials/";

    @Override
    public @Nullable Credentials find(List<String> tried) throws IOException {
        if (environment.variable("AWS_EC2_METADATA_DISABLED").equalsIgnoreCase("true")) {
            tried.add("the environment variable AWS_EC2_METADATA_DISABLED forbids to ask instance metadata");
            return null;
        }
        String given = environment.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        String service = given.isEmpty() ? "http://169.254.169.254" : given.replaceFirst("/+$", "");
        Answer session;
        try {
            session = calls.send(
                    HttpRequest.newBuilder(URI.create(service + "/latest/api/token"))
                            .PUT(HttpRequest.BodyPublishers.noBody()),
                    Map.of("x-aws-ec2-metadata-token-ttl-seconds", "21600"));
        } catch (InterruptedIOException interrupted) {
            throw interrupted;
        } catch (IOException absent) {
            tried.add("the instance metadata service is not there (" + absent.getMessage() + ")");
            return null;
        }
        if (!session.isSuccess()) {
            tried.add("the instance metadata service " + service + " answers " + session.status()
                    + " instead of a token");
            return null;
        }
        Map<String, String> token =
                Map.of("x-aws-ec2-metadata-token", session.text().strip());
        Answer roles = calls.get(URI.create(service + ROLES), token);
        if (roles.status() == 404 || roles.text().isBlank()) {
            tried.add("the virtual machine has no role");
            return null;
        }
        if (!roles.isSuccess()) {
            throw new IOException("The instance metadata service " + service + " answers " + roles.status()
                    + " when it is asked for the role");
        }
        String role = roles.text().strip().lines().findFirst().orElse("");
        return CredentialJson.parse(
                "the instance metadata service " + service, calls.get(URI.create(service + ROLES + role), token));
    }
}
