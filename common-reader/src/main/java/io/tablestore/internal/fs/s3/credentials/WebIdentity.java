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
import io.tablestore.internal.fs.http.PercentEncoding;
import io.tablestore.internal.fs.http.XmlElement;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A role that is assumed with a token in a file, as in Kubernetes. The token service gives credentials for it.
 *
 * @param region the region of the token service
 */
record WebIdentity(Environment environment, String region, CredentialCalls calls) implements CredentialSource {

    @Override
    public @Nullable Credentials find(List<String> tried) throws IOException {
        String tokenFile = environment.variable("AWS_WEB_IDENTITY_TOKEN_FILE");
        String role = environment.variable("AWS_ROLE_ARN");
        if (tokenFile.isEmpty()) {
            tried.add("the environment variable AWS_WEB_IDENTITY_TOKEN_FILE is not set");
            return null;
        }
        if (role.isEmpty()) {
            throw new IOException("The environment variable AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is"
                    + " not. Set both or none");
        }
        return assume(role, tokenFile, environment.variable("AWS_ROLE_SESSION_NAME"));
    }

    /** @param session name of the session in the account's log, or empty */
    Credentials assume(String role, String tokenFile, String session) throws IOException {
        TreeMap<String, String> parameters = new TreeMap<>();
        parameters.put("Action", "AssumeRoleWithWebIdentity");
        parameters.put("Version", "2011-06-15");
        parameters.put("RoleArn", role);
        parameters.put(
                "RoleSessionName",
                session.isEmpty() ? "tablestore-" + environment.clock().millis() : session);
        parameters.put("WebIdentityToken", CredentialCalls.token(tokenFile));
        URI service = service();
        Answer answer = calls.send(
                HttpRequest.newBuilder(service)
                        .POST(HttpRequest.BodyPublishers.ofString(PercentEncoding.encodeQuery(parameters))),
                Map.of("content-type", "application/x-www-form-urlencoded"));
        if (!answer.isSuccess()) {
            throw new IOException("The token service " + service + " does not give credentials for the role " + role
                    + ": " + answer.status() + " " + reason(answer));
        }
        XmlElement result = XmlElement.parse(answer.body()).child("AssumeRoleWithWebIdentityResult");
        XmlElement credentials = result == null ? null : result.child("Credentials");
        if (credentials == null || credentials.textOf("SecretAccessKey").isEmpty()) {
            throw new IOException("The answer of the token service " + service + " has no credentials");
        }
        return new Credentials(
                credentials.textOf("AccessKeyId"),
                credentials.textOf("SecretAccessKey"),
                credentials.textOf("SessionToken"),
                CredentialJson.expiry("the token service " + service, credentials.textOf("Expiration")));
    }

    private URI service() {
        String endpoint = environment.firstVariable("AWS_ENDPOINT_URL_STS");
        String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn/" : ".amazonaws.com/";
        return URI.create(endpoint.isEmpty() ? "https://sts." + region + suffix : endpoint);
    }

    private static String reason(Answer answer) {
        try {
            XmlElement error = XmlElement.parse(answer.body()).child("Error");
            return error == null ? "" : error.textOf("Code") + ": " + error.textOf("Message");
        } catch (IOException notXml) {
            return "";
        }
    }
}
