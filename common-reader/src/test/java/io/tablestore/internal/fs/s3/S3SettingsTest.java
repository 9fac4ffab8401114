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
package io.tablestore.internal.fs.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.fs.s3.credentials.Environment;
import io.tablestore.internal.fs.s3.credentials.GivenKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3SettingsTest {

    @TempDir
    Path home;

    private S3Settings settings(Map<String, String> settings, Map<String, String> environment) {
        return S3Settings.of(settings, new Environment(environment::get, home, Clock.systemUTC()));
    }

    @Test
    void nothingHasToBeSet() {
        S3Settings settings = settings(Map.of(), Map.of());
        assertThat(settings.addressing()).isEqualTo(new Addressing("", false));
        assertThat(settings.region()).isEqualTo("us-east-1");
        assertThat(settings.keys()).isEqualTo(new GivenKeys("", "", "", "", false));
        assertThat(settings.patience().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.patience().retries()).isEqualTo(8);
        assertThat(settings.patience().createTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void everythingCanBeSet() {
        S3Settings settings = settings(
                Map.of(
                        "s3.endpoint", "https://store:9000/",
                        "s3.region", "eu-west-1",
                        "s3.access-key", "AK",
                        "s3.secret-key", "SK",
                        "s3.session-token", "T",
                        "s3.path-style-access", "false",
                        "s3.request-timeout", "5 s",
                        "s3.retries", "0",
                        "s3.create-timeout", "10 s",
                        "fs.defaultFS", "not ours"),
                Map.of("AWS_REGION", "other", "AWS_ENDPOINT_URL", "http://other"));
        assertThat(settings.addressing()).isEqualTo(new Addressing("https://store:9000", false));
        assertThat(settings.region()).isEqualTo("eu-west-1");
        assertThat(settings.keys()).isEqualTo(new GivenKeys("AK", "SK", "T", "", false));
        assertThat(settings.patience().requestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.patience().retries()).isZero();
    }

    @Test
    void anEndpointHasItsBucketsInThePath() {
        assertThat(settings(Map.of("s3.endpoint", "http://store"), Map.of()).addressing())
                .isEqualTo(new Addressing("http://store", true));
        assertThat(settings(Map.of(), Map.of("AWS_ENDPOINT_URL", "http://a", "AWS_ENDPOINT_URL_S3", "http://b"))
                        .addressing())
                .isEqualTo(new Addressing("http://b", true));
    }

    @Test
    void theRegionComesFromTheEnvironmentOrTheProfile() throws IOException {
        assertThat(settings(Map.of(), Map.of("AWS_REGION", "a", "AWS_DEFAULT_REGION", "b"))
                        .region())
                .isEqualTo("a");
        assertThat(settings(Map.of(), Map.of("AWS_DEFAULT_REGION", "b")).region())
                .isEqualTo("b");
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/config"), "[profile p]\nregion = c\n");
        assertThat(settings(Map.of("s3.profile", "p"), Map.of()).region()).isEqualTo("c");
        assertThat(settings(Map.of(), Map.of("AWS_PROFILE", "p")).region()).isEqualTo("c");
    }

    private void refused(Map<String, String> settings, String message) {
        assertThatThrownBy(() -> settings(settings, Map.of()))
                .isInstanceOf(TableStoreException.class)
                .hasMessage(message);
    }

    @Test
    void unknownSettingsAreRefused() {
        refused(
                Map.of("s3.acces-key", "AK"),
                "Unknown setting 's3.acces-key'. The settings for S3 are s3.endpoint, s3.region, s3.access-key,"
                        + " s3.secret-key, s3.session-token, s3.profile, s3.path-style-access, s3.anonymous,"
                        + " s3.request-timeout, s3.retries, s3.create-timeout.");
        refused(
                Map.of("fs.s3a.endpoint", "http://store"),
                "The setting 'fs.s3a.endpoint' is for Hadoop's S3A, which reads s3a:// locations. For s3:// use"
                        + " s3.endpoint, s3.region, s3.access-key, s3.secret-key, s3.session-token, s3.profile,"
                        + " s3.path-style-access, s3.anonymous, s3.request-timeout, s3.retries, s3.create-timeout, or"
                        + " s3a:// as the scheme.");
    }

    @Test
    void valuesAreChecked() {
        refused(Map.of("s3.retries", "x"), "The setting 's3.retries' is 'x', but must be a whole number.");
        refused(Map.of("s3.retries", "101"), "The setting 's3.retries' is '101', but must be from 0 to 100.");
        refused(Map.of("s3.request-timeout", "0 s"), "The setting 's3.request-timeout' is '0 s', but must be above 0.");
        refused(Map.of("s3.anonymous", "yes"), "The setting 's3.anonymous' is 'yes', but must be true or false.");
        refused(
                Map.of("s3.endpoint", "store:9000"),
                "The setting 's3.endpoint' is 'store:9000', but must be an address such as https://store:9000.");
    }

    @Test
    void contradictionsAreRefused() {
        refused(
                Map.of("s3.access-key", "AK"),
                "Only one of 's3.access-key' and 's3.secret-key' is set. Set both or none.");
        refused(
                Map.of("s3.session-token", "T"),
                "The setting 's3.session-token' needs 's3.access-key' and 's3.secret-key'.");
        refused(
                Map.of("s3.profile", "p", "s3.access-key", "AK", "s3.secret-key", "SK"),
                "Set 's3.profile' or 's3.access-key', not both.");
        refused(
                Map.of("s3.anonymous", "true", "s3.access-key", "AK", "s3.secret-key", "SK"),
                "With 's3.anonymous' = 'true', neither 's3.access-key' nor 's3.profile' may be set.");
    }

    @Test
    void textsDoNotShowSecrets() {
        assertThat(settings(
                                Map.of("s3.access-key", "AK", "s3.secret-key", "hidden", "s3.session-token", "veiled"),
                                Map.of())
                        .toString())
                .doesNotContain("hidden", "veiled");
    }
}
