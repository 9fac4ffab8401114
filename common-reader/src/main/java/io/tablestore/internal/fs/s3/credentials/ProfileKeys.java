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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys in a profile, or the role that it names. */
record ProfileKeys(ProfileFiles files, WebIdentity webIdentity) implements CredentialSource {

    private static final List<String> UNSUPPORTED =
            List.of("credential_process", "sso_session", "sso_start_url", "source_profile", "credential_source");

    @Override
    public @Nullable Credentials find(List<String> tried) throws IOException {
        Map<String, String> profile = files.profile();
        if (profile == null) {
            if (files.isNamed()) {
                throw new IOException("There is no profile '" + files.profileName() + "' in " + files.credentials()
                        + " and " + files.config());
            }
            tried.add(files + " does not exist");
            return null;
        }
        String accessKey = profile.getOrDefault("aws_access_key_id", "");
        String secretKey = profile.getOrDefault("aws_secret_access_key", "");
        if (accessKey.isEmpty() != secretKey.isEmpty()) {
            throw new IOException("Only one of aws_access_key_id and aws_secret_access_key is in " + files);
        }
        if (!accessKey.isEmpty()) {
            return Credentials.lasting(accessKey, secretKey, profile.getOrDefault("aws_session_token", ""));
        }
        String tokenFile = profile.getOrDefault("web_identity_token_file", "");
        String role = profile.getOrDefault("role_arn", "");
        if (!tokenFile.isEmpty() && !role.isEmpty()) {
            return webIdentity.assume(role, tokenFile, profile.getOrDefault("role_session_name", ""));
        }
        for (String key : UNSUPPORTED) {
            if (profile.containsKey(key)) {
                throw new IOException("The key " + key + " in " + files + " is not supported. Export the credentials"
                        + " into environment variables with 'aws configure export-credentials --format env'");
            }
        }
        tried.add(files + " has no keys");
        return null;
    }
}
