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
package io.tablestore.flink.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarehouseTest {

    @TempDir
    Path directory;

    private static void create(String location, Map<String, String> settings) {
        new Warehouse(new TablePath(location), new TableAccess(settings, Map.of())).create();
    }

    @Test
    void aWarehouseIsCreatedInAnExistingDirectoryOnly() {
        create(directory + "/made", Map.of());
        create(directory + "/made", Map.of());
        assertThat(Files.isDirectory(directory.resolve("made"))).isTrue();
        assertThatThrownBy(() -> create(directory + "/absent/made", Map.of()))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("no directory " + directory + "/absent to create it in");
    }

    /** A bucket has neither a size nor a time. */
    @Test
    void aBucketIsTheDirectoryOfAWarehouse() throws Exception {
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", WarehouseTest::answer);
        store.start();
        try {
            create(
                    "s3://lake/warehouse",
                    Map.of(
                            "s3.endpoint",
                                    "http://127.0.0.1:" + store.getAddress().getPort(),
                            "s3.access-key", "test",
                            "s3.secret-key", "secret"));
        } finally {
            store.stop(0);
        }
    }

    /** An empty bucket, in which a directory may be created. */
    private static void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        boolean isBucket = exchange.getRequestURI().getPath().matches("/lake/?");
        if (method.equals("GET") && isBucket) {
            byte[] listing = "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, listing.length);
            exchange.getResponseBody().write(listing);
        } else {
            exchange.sendResponseHeaders(isBucket || method.equals("PUT") ? 200 : 404, -1);
        }
        exchange.close();
    }
}
