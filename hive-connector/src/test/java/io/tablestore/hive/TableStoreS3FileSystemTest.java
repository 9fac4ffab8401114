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
package io.tablestore.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a store of empty objects; HiveS3Test has a real one. */
class TableStoreS3FileSystemTest {

    private static final String FILE = "s3://lake/shop.db/orders/schema/schema-0";
    private static final Path TABLE = new Path("s3://lake/shop.db/orders");

    private final Set<String> keys = new ConcurrentSkipListSet<>(List.of(FILE.substring("s3://lake/".length())));
    private HttpServer store;
    private FileSystem files;

    @BeforeEach
    void start() throws IOException {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/lake/", exchange -> {
            URI uri = exchange.getRequestURI();
            String key = uri.getPath().substring("/lake/".length());
            byte[] answer = {};
            int status = 200;
            switch (exchange.getRequestMethod()) {
                case "PUT" -> keys.add(key);
                case "DELETE" -> keys.remove(key);
                case "GET" -> answer = listing(uri.getQuery()).getBytes(StandardCharsets.UTF_8);
                case "POST" -> {
                    String named = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                    keys.removeIf(known -> named.contains("<Key>" + known + "</Key>"));
                    answer = "<DeleteResult/>".getBytes(StandardCharsets.UTF_8);
                }
                default -> status = keys.contains(key) ? 200 : 404;
            }
            boolean isHead = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().set("Last-Modified", "Wed, 01 Jul 2026 00:00:00 GMT");
            if (isHead) {
                exchange.getResponseHeaders().set("Content-Length", "7");
            }
            exchange.sendResponseHeaders(status, isHead || answer.length == 0 ? -1 : answer.length);
            if (answer.length > 0) {
                exchange.getResponseBody().write(answer);
            }
            exchange.close();
        });
        store.start();
        files = FileSystem.newInstance(URI.create("s3://lake"), settings());
    }

    @AfterEach
    void stop() throws IOException {
        files.close();
        store.stop(0);
    }

    private Configuration settings() {
        Configuration conf = new Configuration(false);
        conf.set("fs.s3.impl", TableStoreS3FileSystem.class.getName());
        conf.set("s3.endpoint", "http://127.0.0.1:" + store.getAddress().getPort());
        conf.set("s3.access-key", "test");
        conf.set("s3.secret-key", "secret");
        return conf;
    }

    private String listing(String query) {
        String prefix = query.replaceAll(".*\\bprefix=([^&]*).*|.*", "$1");
        boolean isDirect = query.contains("delimiter=");
        Set<String> objects = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        for (String key : keys) {
            int slash = key.indexOf('/', prefix.length());
            if (key.startsWith(prefix) && isDirect && slash >= 0) {
                prefixes.add(key.substring(0, slash + 1));
            } else if (key.startsWith(prefix)) {
                objects.add(key);
            }
        }
        StringBuilder xml = new StringBuilder("<ListBucketResult>");
        objects.forEach(key -> xml.append("<Contents><Key>" + key + "</Key><Size>7</Size></Contents>"));
        prefixes.forEach(key -> xml.append("<CommonPrefixes><Prefix>" + key + "</Prefix></CommonPrefixes>"));
        return xml.append("<IsTruncated>false</IsTruncated></ListBucketResult>").toString();
    }

    @Test
    void filesAndDirectoriesAreSeen() throws IOException {
        assertThat(files.getFileStatus(new Path(FILE)).isFile()).isTrue();
        assertThat(files.getFileStatus(TABLE).isDirectory()).isTrue();
        assertThat(files.getFileStatus(new Path("s3://lake/")).isDirectory()).isTrue();
        assertThat(files.exists(new Path("s3://lake/other"))).isFalse();
        assertThatThrownBy(() -> files.getFileStatus(new Path("s3://lake/other")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("s3://lake/other does not exist");
        assertThat(files.listStatus(TABLE))
                .singleElement()
                .extracting(FileStatus::getPath)
                .hasToString(TABLE + "/schema");
        assertThat(files.listStatus(new Path(TABLE, "schema"))).singleElement().satisfies(file -> {
            assertThat(file.getPath()).hasToString(FILE);
            assertThat(file.getLen()).isEqualTo(7);
        });
    }

    @Test
    void onlyEmptyDirectoriesAreMadeAndDeleted() throws IOException {
        Path made = new Path("s3://lake/made.db");
        assertThat(files.mkdirs(made)).isTrue();
        assertThat(files.listStatus(made)).isEmpty();
        assertThat(files.delete(made, true)).isTrue();
        assertThat(files.delete(made, true)).isFalse();
        for (String kept : List.of(FILE, TABLE.toString(), "s3://lake/")) {
            assertThatThrownBy(() -> files.delete(new Path(kept), true))
                    .as(kept)
                    .hasMessageContaining("Hive deletes no files in S3");
        }
        assertThat(keys).hasSize(1);
    }

    @Test
    void everythingElseIsRefusedByName() {
        Path file = new Path(FILE);
        assertThatThrownBy(() -> files.open(file)).hasMessageContaining("does not read files");
        assertThatThrownBy(() -> files.create(file)).hasMessageContaining("does not write files");
        assertThatThrownBy(() -> files.append(file)).hasMessageContaining("does not write files");
        assertThatThrownBy(() -> files.rename(file, TABLE)).hasMessageContaining("does not rename files");
    }

    @Test
    void wrongSettingsAreReported() {
        Configuration conf = settings();
        conf.set("fs.s3a.impl", TableStoreS3FileSystem.class.getName());
        assertThatThrownBy(() -> FileSystem.newInstance(URI.create("s3a://lake"), conf))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Remove the setting fs.s3a.impl");
        conf.set("s3.acces-key", "x");
        assertThatThrownBy(() -> FileSystem.newInstance(URI.create("s3://lake"), conf))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Unknown setting 's3.acces-key'");
    }
}
