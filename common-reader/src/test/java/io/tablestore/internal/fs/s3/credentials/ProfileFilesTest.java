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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileFilesTest {

    @TempDir
    Path home;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/credentials"), """
            # keys
            [default]
            aws_access_key_id=A=1
            aws_secret_access_key = s#1 ; a comment

            [profile work]
            aws_access_key_id = not a profile here

            [work]
            aws_access_key_id = W
            aws_secret_access_key = w/+=
            """);
        Files.writeString(home.resolve(".aws/config"), """
            [default]
            region = eu-west-1
            [work]
            region = not a profile here
            [profile work]
            region = eu-north-1
            aws_access_key_id = OLD
            s3 =
              max_concurrent_requests = 20
              region = nested
            ; the end
            [sso-session work]
            region = other
            """);
    }

    private @Nullable Map<String, String> profile(String profile, Map<String, String> environment) throws IOException {
        return ProfileFiles.of(profile, new Environment(environment::get, home, Clock.systemUTC()))
                .profile();
    }

    @Test
    void theDefaultProfileIsMergedFromBothFiles() throws IOException {
        assertThat(profile("", Map.of()))
                .containsOnly(
                        Map.entry("aws_access_key_id", "A=1"),
                        Map.entry("aws_secret_access_key", "s#1"),
                        Map.entry("region", "eu-west-1"));
    }

    @Test
    void theCredentialsFileCountsFirst() throws IOException {
        assertThat(profile("work", Map.of()))
                .containsEntry("aws_access_key_id", "W")
                .containsEntry("aws_secret_access_key", "w/+=")
                .containsEntry("region", "eu-north-1");
    }

    @Test
    void theEnvironmentNamesTheProfile() throws IOException {
        assertThat(profile("", Map.of("AWS_PROFILE", "work"))).containsEntry("region", "eu-north-1");
        assertThat(profile("", Map.of("AWS_DEFAULT_PROFILE", "work"))).containsEntry("region", "eu-north-1");
        assertThat(profile("default", Map.of("AWS_PROFILE", "work"))).containsEntry("region", "eu-west-1");
    }

    @Test
    void theEnvironmentNamesTheFiles() throws IOException {
        Path other = Files.writeString(home.resolve("other"), "[default]\nregion = other\n");
        Map<String, String> environment =
                Map.of("AWS_CONFIG_FILE", other.toString(), "AWS_SHARED_CREDENTIALS_FILE", "~/missing");
        assertThat(profile("", environment)).containsOnly(Map.entry("region", "other"));
    }

    @Test
    void aMissingProfileIsNull() throws IOException {
        assertThat(profile("missing", Map.of())).isNull();
        Map<String, String> elsewhere =
                Map.of("AWS_CONFIG_FILE", "/missing/a", "AWS_SHARED_CREDENTIALS_FILE", "/missing/b");
        assertThat(profile("", elsewhere)).isNull();
    }
}
