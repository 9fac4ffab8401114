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

import io.tablestore.fs.TablePath;
import io.tablestore.internal.fs.http.Patience;
import io.tablestore.internal.fs.s3.credentials.CredentialChain;
import io.tablestore.internal.fs.s3.credentials.Environment;
import io.tablestore.internal.fs.s3.credentials.GivenKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Clients of a server of this machine that do not wait long. */
final class TestClients {

    static final Patience SHORT = new Patience(Duration.ofMillis(400), 3, Duration.ofMillis(2), Duration.ofMillis(600));

    private static final Environment EMPTY = new Environment(name -> null, Path.of("missing"), Clock.systemUTC());

    private TestClients() {}

    static S3Settings settings(String address) {
        return new S3Settings(
                new Addressing(address, true), "us-east-1", new GivenKeys("AK", "SK", "", "", false), SHORT);
    }

    static Sender sender(String address) {
        return sender(address, CredentialChain.of(settings(address).keys(), EMPTY, "us-east-1"));
    }

    static Sender sender(String address, CredentialChain credentials) {
        return new Sender(settings(address), credentials, Clock.systemUTC());
    }

    static S3Client client(String address) {
        return new S3Client(sender(address));
    }

    static S3Store store(String address) {
        return new S3Store(settings(address), EMPTY);
    }

    static S3Path path(String location) {
        try {
            return S3Path.of(new TablePath(location));
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    static String error(String code) {
        return "<Error><Code>" + code + "</Code><Message>said so</Message></Error>";
    }
}
