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
import io.tablestore.fs.s3.S3FileSystem;
import io.tablestore.testing.s3.S3Server;
import java.util.HashMap;
import java.util.Map;

/** The reader's own client of S3. */
final class S3Files {

    private S3Files() {}

    /** @param port of the store on this machine, or of a front before it */
    static TableFileSystem at(int port) {
        return at(port, Map.of());
    }

    static TableFileSystem at(int port, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.putAll(settings(port));
        return new S3FileSystem(settings);
    }

    /** The settings with which it reaches a store. */
    static Map<String, String> settings(int port) {
        return Map.of(
                "s3.endpoint",
                "http://127.0.0.1:" + port,
                "s3.region",
                S3Server.REGION,
                "s3.access-key",
                S3Server.ACCESS_KEY,
                "s3.secret-key",
                S3Server.SECRET_KEY);
    }
}
