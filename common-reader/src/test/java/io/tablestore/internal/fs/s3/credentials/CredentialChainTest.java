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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.internal.fs.http.AnswerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CredentialChainTest {

    private static final GivenKeys NOTHING = new GivenKeys("", "", "", "", false);

    /** A clock that a test sets. */
    private static final class SetClock extends Clock {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @TempDir
    Path home;

    private final AnswerServer server = new AnswerServer();
    private final SetClock clock = new SetClock();
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void withoutInstance() {
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CredentialChain chain(GivenKeys given) {
        return CredentialChain.of(given, new Environment(environment::get, home, clock), "eu-west-1");
    }

    private Credentials found() throws IOException {
        return get(chain(NOTHING));
    }

    private static Credentials get(CredentialChain chain) throws IOException {
        return Objects.requireNonNull(chain.get(), "no request is signed");
    }

    private void fails(String message) {
        assertThatThrownBy(this::found).isInstanceOf(IOException.class).hasMessage(message);
    }

    private void profile(String content) throws IOException {
        Files.createDirectories(home.resolve(".aws"));
        Files.writeString(home.resolve(".aws/config"), content);
    }

    private void instance() {
        environment.remove("AWS_EC2_METADATA_DISABLED");
        environment.put("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.address() + "/");
    }

    private static String json(String key, Instant expiry) {
        return "{\"Code\":\"Success\",\"AccessKeyId\":\"" + key + "\",\"SecretAccessKey\":\"S\",\"Token\":\"T\","
                + "\"Expiration\":\"" + expiry + "\"}";
    }

    @Test
    void settingsCountFirst() throws IOException {
        environment.put("AWS_ACCESS_KEY_ID", "E");
        environment.put("AWS_SECRET_ACCESS_KEY", "S");
        assertThat(chain(new GivenKeys("G", "S", "T", "", false)).get()).isEqualTo(Credentials.lasting("G", "S", "T"));
        assertThat(chain(new GivenKeys("", "", "", "", true)).get()).isNull();
        assertThat(found()).isEqualTo(Credentials.lasting("E", "S", ""));
    }

    @Test
    void aSessionTokenMayBeInTheEnvironment() throws IOException {
        environment.put("AWS_ACCESS_KEY_ID", "E");
        environment.put("AWS_SECRET_ACCESS_KEY", "S");
        environment.put("AWS_SESSION_TOKEN", "T");
        assertThat(found()).isEqualTo(Credentials.lasting("E", "S", "T"));
    }

    @Test
    void halfAKeyInTheEnvironmentIsRefused() {
        environment.put("AWS_ACCESS_KEY_ID", "E");
        fails(
                "Only one of the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set. Set both or none");
    }

    @Test
    void profilesHaveKeys() throws IOException {
        profile("""
            [default]
            aws_access_key_id = P
            aws_secret_access_key = S
            aws_session_token = T
            [profile other]
            aws_access_key_id = O
            aws_secret_access_key = S
            """);
        assertThat(found()).isEqualTo(Credentials.lasting("P", "S", "T"));
        environment.put("AWS_ACCESS_KEY_ID", "E");
        environment.put("AWS_SECRET_ACCESS_KEY", "S");
        assertThat(chain(new GivenKeys("", "", "", "other", false)).get()).isEqualTo(Credentials.lasting("O", "S", ""));
    }

    @Test
    void aProfileThatSomebodyNamesHasToExist() {
        environment.put("AWS_PROFILE", "missing");
        fails("There is no profile 'missing' in " + home.resolve(".aws/credentials") + " and "
                + home.resolve(".aws/config"));
    }

    @Test
    void waysThatAreNotSupportedAreNamed() throws IOException {
        profile("[default]\ncredential_process = /bin/keys\n");
        fails("The key credential_process in the profile 'default' of " + home.resolve(".aws/credentials") + " and "
                + home.resolve(".aws/config") + " is not supported. Export the credentials into environment variables"
                + " with 'aws configure export-credentials --format env'");
    }

    private static String assumed(String key) {
        return "<AssumeRoleWithWebIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                + "<AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>" + key + "</AccessKeyId>"
                + "<SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken>"
                + "<Expiration>2026-01-01T01:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
                + "</AssumeRoleWithWebIdentityResponse>";
    }

    private Path token() throws IOException {
        environment.put("AWS_ENDPOINT_URL_STS", server.address());
        return Files.writeString(home.resolve("token"), "to/ken+=\n");
    }

    @Test
    void aWebIdentityAssumesItsRole() throws IOException {
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", token().toString());
        environment.put("AWS_ROLE_ARN", "arn:aws:iam::1:role/r");
        environment.put("AWS_ROLE_SESSION_NAME", "session");
        server.then(200, assumed("W"));
        assertThat(found()).isEqualTo(new Credentials("W", "S", "T", Instant.parse("2026-01-01T01:00:00Z")));
        assertThat(server.request(0).method()).isEqualTo("POST");
        assertThat(server.request(0).text())
                .isEqualTo("Action=AssumeRoleWithWebIdentity&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fr"
                        + "&RoleSessionName=session&Version=2011-06-15&WebIdentityToken=to%2Fken%2B%3D");
        assertThat(server.request(0).header("content-type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void aProfileMayNameAWebIdentity() throws IOException {
        profile("[default]\nweb_identity_token_file = " + token() + "\nrole_arn = r\n");
        server.then(200, assumed("W"));
        assertThat(found().accessKey()).isEqualTo("W");
        assertThat(server.request(0).text()).contains("RoleSessionName=tablestore-1767225600000");
    }

    @Test
    void aWebIdentityThatIsRefusedSaysWhy() throws IOException {
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", token().toString());
        environment.put("AWS_ROLE_ARN", "r");
        server.then(
                403, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>");
        fails("The token service " + server.address()
                + " does not give credentials for the role r: 403 AccessDenied: no");
    }

    @Test
    void aWebIdentityNeedsARole() throws IOException {
        environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", token().toString());
        fails("The environment variable AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not. Set both or none");
    }

    @Test
    void aContainerHasAnAgent() throws IOException {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.address() + "/v1/credentials");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret");
        server.then(200, json("C", clock.now.plusSeconds(3600)));
        assertThat(found().accessKey()).isEqualTo("C");
        assertThat(server.request(0).uri()).isEqualTo("/v1/credentials");
        assertThat(server.request(0).header("authorization")).isEqualTo("secret");

        Path file = Files.writeString(home.resolve("token"), "from file\n");
        environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", file.toString());
        server.then(200, json("C", clock.now.plusSeconds(3600)));
        found();
        assertThat(server.request(1).header("authorization")).isEqualTo("from file");
    }

    @Test
    void anAgentElsewhereIsNotAskedWithoutTls() {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.org/credentials");
        fails(
                "The environment variable AWS_CONTAINER_CREDENTIALS_FULL_URI is 'http://example.org/credentials', but must begin"
                        + " with https, or name this machine or an agent of AWS");
    }

    @Test
    void anAgentThatFailsSaysSo() {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.address());
        server.then(403, "");
        fails("the container's agent " + server.address() + " answers 403 when it is asked for credentials");
    }

    /** It may hold secrets. */
    @Test
    void anAnswerThatIsNotJsonIsNotQuoted() {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.address());
        server.then(200, "SECRET");
        assertThatThrownBy(this::found)
                .hasMessage("The answer of the container's agent " + server.address() + " is not JSON")
                .hasNoCause();
    }

    @Test
    void aVirtualMachineHasARole() throws IOException {
        instance();
        server.then(200, "session").then(200, "my-role").then(200, json("I", clock.now.plusSeconds(3600)));
        assertThat(found()).isEqualTo(new Credentials("I", "S", "T", clock.now.plusSeconds(3600)));
        assertThat(server.requests().toString())
                .isEqualTo("[PUT /latest/api/token, GET /latest/meta-data/iam/security-credentials/,"
                        + " GET /latest/meta-data/iam/security-credentials/my-role]");
        assertThat(server.request(0).header("x-aws-ec2-metadata-token-ttl-seconds"))
                .isEqualTo("21600");
        assertThat(server.request(1).header("x-aws-ec2-metadata-token")).isEqualTo("session");
        assertThat(server.request(2).header("x-aws-ec2-metadata-token")).isEqualTo("session");
    }

    @Test
    void whatWasTriedIsReported() {
        instance();
        server.then(200, "session").then(404, "");
        fails(
                "There are no credentials for S3. Set s3.access-key and s3.secret-key, or s3.anonymous = true for public data."
                        + " Tried: the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; the"
                        + " environment variable AWS_WEB_IDENTITY_TOKEN_FILE is not set; the profile 'default' of "
                        + home.resolve(".aws/credentials") + " and " + home.resolve(".aws/config")
                        + " does not exist; the"
                        + " environment variables AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and"
                        + " AWS_CONTAINER_CREDENTIALS_FULL_URI are not set; the virtual machine has no role");
    }

    @Test
    void aMetadataServiceThatIsNotThereIsReported() {
        instance();
        server.close();
        assertThatThrownBy(this::found)
                .hasMessageContaining("the instance metadata service is not there (" + server.address()
                        + "/latest/api/token does not answer: ");
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        assertThatThrownBy(this::found)
                .hasMessageEndingWith(
                        "the environment variable AWS_EC2_METADATA_DISABLED forbids to ask instance metadata");
    }

    private void agent(String key, Duration lifetime) {
        environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", server.address());
        server.then(200, json(key, clock.now.plus(lifetime)));
    }

    @Test
    void credentialsAreKeptUntilShortlyBeforeTheyExpire() throws IOException {
        agent("1", Duration.ofHours(1));
        CredentialChain chain = chain(NOTHING);
        assertThat(get(chain).accessKey()).isEqualTo("1");
        clock.now = clock.now.plus(Duration.ofMinutes(54));
        assertThat(get(chain).accessKey()).isEqualTo("1");
        clock.now = clock.now.plus(Duration.ofMinutes(2));
        agent("2", Duration.ofHours(1));
        assertThat(get(chain).accessKey()).isEqualTo("2");
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void credentialsThatCannotBeRenewedAreUsedToTheirEnd() throws IOException {
        agent("1", Duration.ofHours(1));
        CredentialChain chain = chain(NOTHING);
        chain.get();
        clock.now = clock.now.plus(Duration.ofMinutes(56));
        server.then(403, "");
        assertThat(get(chain).accessKey()).isEqualTo("1");
        assertThat(get(chain).accessKey()).as("asked again only later").isEqualTo("1");
        assertThat(server.requests()).hasSize(2);
        clock.now = clock.now.plus(Duration.ofMinutes(5));
        server.then(403, "");
        assertThatThrownBy(chain::get).hasMessageContaining("answers 403");
    }

    @Test
    void discardedCredentialsAreLookedUpAgain() throws IOException {
        agent("1", Duration.ofHours(1));
        CredentialChain chain = chain(NOTHING);
        Credentials first = get(chain);
        chain.discard(Credentials.lasting("another", "", ""));
        assertThat(chain.get()).isEqualTo(first);
        chain.discard(first);
        agent("2", Duration.ofHours(1));
        assertThat(get(chain).accessKey()).isEqualTo("2");
    }

    @Test
    void textsDoNotShowSecrets() {
        assertThat(Credentials.lasting("AK", "hidden", "veiled").toString()).doesNotContain("hidden", "veiled");
        assertThat(new GivenKeys("AK", "hidden", "veiled", "", false).toString())
                .doesNotContain("hidden", "veiled");
    }
}
