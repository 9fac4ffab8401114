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
package io.tablestore.compat.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.testing.TestProcess;
import io.tablestore.testing.Waiting;
import io.tablestore.testing.s3.Fault;
import io.tablestore.testing.s3.Front;
import io.tablestore.testing.s3.RequestKind;
import io.tablestore.testing.s3.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line reads {@code s3://} with one jar, and says in one line what is wrong with a store. */
class CommandLineS3Test {

    private static final Path ORDERS = Path.of("..", "..", "golden", "paimon-1.4.2", "shop.db", "orders");
    private static final String TABLE = "s3://lake/shop.db/orders";

    @TempDir
    static Path directory;

    private static S3Server store;
    private static Front front;

    private CommandLine commandLine;

    @BeforeAll
    static void start() throws Exception {
        store = new S3Server(Files.createDirectory(directory.resolve("store")));
        store.createBucket("lake");
        store.upload(ORDERS, "lake/shop.db/orders");
        front = new Front(store.port());
    }

    @AfterAll
    static void stop() throws IOException {
        front.close();
        store.close();
    }

    @BeforeEach
    void begin(@TempDir Path home) {
        front.reset();
        commandLine = new CommandLine(home);
    }

    /** Scans a table with the settings that the store needs, and more. */
    private CommandLine.Printed scan(String endpoint, String table, String... more) throws Exception {
        return commandLine.run(arguments(endpoint, table, more));
    }

    private static String[] arguments(String endpoint, String table, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("scan", table, "--format", "csv", "--s3", "endpoint=" + endpoint));
        for (String key : List.of("access-key=" + S3Server.ACCESS_KEY, "s3.secret-key=" + S3Server.SECRET_KEY)) {
            arguments.addAll(List.of("--s3", key));
        }
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray(String[]::new);
    }

    private static String endpoint() {
        return "http://127.0.0.1:" + front.port();
    }

    /** If a scan sends fewer requests, lower the number here. */
    @Test
    void aTableIsReadWithTheOneJar() throws Exception {
        CommandLine.Printed local = commandLine.run("scan", ORDERS.toString(), "--format", "csv");
        CommandLine.Printed scanned = scan(endpoint(), TABLE);
        assertThat(scanned.errors()).isEmpty();
        assertThat(scanned.output()).hasSize(3134).containsExactlyInAnyOrderElementsOf(local.output());
        assertThat(front.calls()).hasSizeLessThanOrEqualTo(23);
    }

    @Test
    void whatIsNotSetComesFromTheEnvironment() throws Exception {
        commandLine
                .set("AWS_ENDPOINT_URL_S3", endpoint())
                .set("AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY)
                .set("AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY);
        CommandLine.Printed listed = commandLine.run("list", "--warehouse", "s3://lake");
        assertThat(listed.errors()).isEmpty();
        assertThat(listed.output()).containsExactly("shop.orders");
        assertThat(commandLine
                        .run("scan", "shop.orders", "--warehouse", "s3a://lake", "--limit", "1", "--format", "csv")
                        .output())
                .hasSize(2);
    }

    @Test
    void aMissingBucketIsNamed() throws Exception {
        assertThat(scan(endpoint(), "s3://nolake/shop.db/orders").error())
                .isEqualTo("tablestore: s3://nolake/shop.db/orders/snapshot: The directory cannot be listed: The store"
                        + " answers 404 NoSuchBucket: The specified bucket does not exist. There is no bucket 'nolake' at"
                        + " this endpoint; correct the location or s3.endpoint.");
    }

    @Test
    void aWrongKeyIsNamed() throws Exception {
        String[] arguments = arguments(endpoint(), TABLE);
        arguments[Arrays.asList(arguments).indexOf("s3.secret-key=" + S3Server.SECRET_KEY)] = "secret-key=wrong";
        assertThat(commandLine.run(arguments).error())
                .startsWith(
                        "tablestore: s3://lake/shop.db/orders/snapshot: The directory cannot be listed: access denied"
                                + " (403 SignatureDoesNotMatch: ")
                .endsWith("Correct s3.secret-key, or where else the secret key comes from).")
                .doesNotContain("wrong");
    }

    @Test
    void missingCredentialsAreNamedWithThePlacesThatWereTried() throws Exception {
        assertThat(commandLine
                        .run("scan", TABLE, "--s3", "endpoint=" + endpoint())
                        .error())
                .startsWith(
                        "tablestore: s3://lake/shop.db/orders/snapshot: The directory cannot be listed: There are no"
                                + " credentials for S3. Set s3.access-key and s3.secret-key, or s3.anonymous = true for public"
                                + " data. Tried: the environment variables AWS_ACCESS_KEY_ID");
    }

    @Test
    void aDeniedRequestSaysWhichRightIsMissing() throws Exception {
        front.fail(RequestKind.GET, "/manifest/", Fault.DENIED, Front.ALWAYS);
        assertThat(scan(endpoint(), TABLE).error())
                .startsWith("tablestore: manifest/manifest-list-")
                .contains("access denied (s3://lake/shop.db/orders/manifest/manifest-list-")
                .contains(": 403 AccessDenied: ")
                .contains(
                        "Give this user the right; without the right to list the bucket, missing files answer so too).");
    }

    @Test
    void aStoreThatIsOverloadedForGoodIsReportedAfterTheLastAttempt() throws Exception {
        front.fail(RequestKind.LIST, "", Fault.SLOW_DOWN, Front.ALWAYS);
        assertThat(scan(endpoint(), TABLE, "--s3", "retries=1").error())
                .startsWith("tablestore: s3://lake/shop.db/orders/snapshot: The directory cannot be listed: The store"
                        + " answers 503 SlowDown")
                .contains(", after 2 attempts.");
        assertThat(front.calls()).hasSize(2);
    }

    @Test
    void encryptionToAPlainPortIsNotTriedAgain() throws Exception {
        String endpoint = "https://127.0.0.1:" + store.port();
        assertThat(scan(endpoint, TABLE).error())
                .startsWith("tablestore: s3://lake/shop.db/orders/snapshot: The directory cannot be listed: There is no"
                        + " secure connection to " + endpoint + ": ")
                .endsWith(
                        "Write http:// in s3.endpoint if the store has no TLS, or let the JVM trust its certificate.");
    }

    @Test
    void anUnknownHostIsNamed() throws Exception {
        assertThat(scan("http://store.invalid", TABLE, "--s3", "retries=0").error())
                .isEqualTo("tablestore: s3://lake/shop.db/orders/snapshot: The directory cannot be listed:"
                        + " http://store.invalid cannot be reached: there is no host of this name. Start the store, or"
                        + " correct s3.endpoint.");
    }

    /** While it is tried again, for some seconds, a line says why nothing happens. */
    @Test
    void aClosedPortIsSaidBeforeTheLastAttempt() throws Exception {
        String endpoint = "http://127.0.0.1:" + closedPort();
        CommandLine.Printed printed = scan(endpoint, TABLE);
        assertThat(printed.exitCode()).isEqualTo(1);
        assertThat(printed.errors())
                .containsExactly(
                        "tablestore: s3://lake/shop.db/orders/snapshot: " + endpoint
                                + " cannot be reached (4 attempts):"
                                + " the connection is refused. Start the store, or correct s3.endpoint. It is tried again.",
                        "tablestore: s3://lake/shop.db/orders/snapshot: The directory cannot be listed: " + endpoint
                                + " cannot be reached (9 attempts): the connection is refused. Start the store, or correct"
                                + " s3.endpoint.");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        }
    }

    /** Long before the request is given up, which takes 30 seconds. */
    @Test
    void aStoreThatDoesNotAnswerIsSaidWithinTenSeconds(@TempDir Path printed) throws Exception {
        front.fail(RequestKind.LIST, "", Fault.HANG, Front.ALWAYS);
        try (TestProcess process =
                commandLine.start(printed.resolve("errors"), printed.resolve("output"), arguments(endpoint(), TABLE))) {
            Waiting.until(
                    "the silence is reported",
                    Duration.ofMinutes(1),
                    () -> !process.log().isEmpty());
            assertThat(process.log())
                    .isEqualTo("tablestore: " + endpoint()
                            + " has not answered GET /lake/ for 8000 ms. It is waited for up" + " to 30000 ms.\n");
            assertThat(front.calls()).as("requests so far").hasSize(1);
        }
    }

    @Test
    void aTraceIsPrintedOnRequestOnly() throws Exception {
        assertThat(scan(endpoint(), "s3://nolake/t", "--debug").errors())
                .anySatisfy(line -> assertThat(line).startsWith("\tat io.tablestore."));
    }

    @Test
    void settingsAreChecked() throws Exception {
        assertThat(scan(endpoint(), TABLE, "--s3", "endpont=x").error())
                .startsWith(
                        "tablestore: Unknown setting 's3.endpont'. The settings for S3 are s3.endpoint, s3.region, ");
        assertThat(scan(endpoint(), TABLE, "--s3", "s3.endpoint=x").error())
                .isEqualTo("tablestore: --s3: s3.endpoint is given twice; give it once.");
        assertThat(scan(endpoint(), TABLE, "--hadoop", "fs.s3a.endpoint=x").error())
                .startsWith("tablestore: The setting 'fs.s3a.endpoint' is for Hadoop's S3A");
    }
}
