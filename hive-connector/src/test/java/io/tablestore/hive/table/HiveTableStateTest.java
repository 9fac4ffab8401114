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
package io.tablestore.hive.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tablestore.error.TableStoreException;
import io.tablestore.hive.TableStoreS3FileSystem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HiveTableStateTest {

    /** What a store is asked for, and by whom. */
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private HttpServer store;

    @BeforeEach
    void start() throws Exception {
        store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", exchange -> {
            String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            requests.add(exchange.getRequestURI().getPath() + " " + authorization.replaceAll(".*Credential=|/.*", ""));
            byte[] answer = "<Error><Code>NoSuchBucket</Code></Error>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(404, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        store.start();
    }

    @AfterEach
    void stop() {
        store.stop(0);
    }

    private Configuration settings() {
        Configuration conf = new Configuration(false);
        conf.set("s3.endpoint", "http://127.0.0.1:" + store.getAddress().getPort());
        conf.set("s3.access-key", "test");
        conf.set("s3.secret-key", "secret");
        conf.set("fs.s3a.endpoint", "http://127.0.0.1:1");
        return conf;
    }

    private static Properties table(String scheme) {
        Properties properties = new Properties();
        properties.setProperty("location", scheme + "://lake/t");
        return properties;
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3n"})
    void aTableInS3IsOpenedWithTheSettingsOfS3(String scheme) {
        assertThatThrownBy(() -> HiveTableState.of(settings(), table(scheme)))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("NoSuchBucket");
        assertThat(requests).isNotEmpty().allMatch("/lake/ test"::equals);
    }

    /** Not through Hadoop, although Hive itself asks that class. */
    @Test
    void aTableInS3IsOpenedDirectlyWhereHiveHasTheConnectorsFileSystem() {
        Configuration conf = settings();
        conf.set("fs.s3.impl", TableStoreS3FileSystem.class.getName());
        assertThatThrownBy(() -> HiveTableState.of(conf, table("s3")))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("NoSuchBucket");
        assertThat(requests).isNotEmpty().allMatch("/lake/ test"::equals);
    }

    @Test
    void hadoopOpensItIfItIsSetToServeS3() {
        Configuration conf = settings();
        conf.set("fs.s3.impl", "io.tablestore.absent.FileSystem");
        assertThatThrownBy(() -> HiveTableState.of(conf, table("s3")))
                .hasStackTraceContaining("io.tablestore.absent.FileSystem");
        assertThat(requests).isEmpty();
    }
}
