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

import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import io.tablestore.testing.s3.S3Server;
import java.util.HashMap;
import java.util.Map;

/** Hadoop's client of S3. It is kept by Hadoop for each bucket, so each test needs a bucket of its own. */
final class S3AFiles {

    /** The client gives up after the second try, without waiting long. */
    static final Map<String, String> SHORT_RETRIES = Map.of(
            "fs.s3a.attempts.maximum", "0",
            "fs.s3a.retry.limit", "1",
            "fs.s3a.retry.interval", "5ms",
            "fs.s3a.retry.throttle.limit", "1",
            "fs.s3a.retry.throttle.interval", "5ms");

    private S3AFiles() {}

    /** @param port of the store on this machine, or of a front before it */
    static TableFileSystem at(int port, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(settings(port));
        return new HadoopTableFileSystem(settings);
    }

    /** The settings with which it reaches a store. */
    static Map<String, String> settings(int port) {
        return Map.of(
                "fs.s3a.endpoint",
                "http://127.0.0.1:" + port,
                "fs.s3a.endpoint.region",
                S3Server.REGION,
                "fs.s3a.path.style.access",
                "true",
                "fs.s3a.aws.credentials.provider",
                "org.apache.hadoop.fs.s3a.SimpleAWSCredentialsProvider",
                "fs.s3a.access.key",
                S3Server.ACCESS_KEY,
                "fs.s3a.secret.key",
                S3Server.SECRET_KEY);
    }
}
