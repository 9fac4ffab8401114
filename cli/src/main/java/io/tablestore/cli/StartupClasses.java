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
package io.tablestore.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Loads the classes that a scan needs, for the archive of loaded classes that {@code ./tablestore} makes: those of a local table,
 * and those of the client of S3, which talks to a store without any files here.
 */
final class StartupClasses {

    private static final byte[] NO_FILES = "<ListBucketResult/>".getBytes(StandardCharsets.UTF_8);

    private StartupClasses() {}

    /** @param arguments the directory of a table */
    public static void main(String[] arguments) throws IOException {
        Warnings.install();
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", request -> {
            request.sendResponseHeaders(200, NO_FILES.length);
            request.getResponseBody().write(NO_FILES);
            request.close();
        });
        store.start();
        String endpoint = "endpoint=http://127.0.0.1:" + store.getAddress().getPort();
        Main.run("scan", "s3://bucket/t", "--s3", endpoint, "--s3", "access-key=a", "--s3", "secret-key=b");
        store.stop(0);
        System.exit(Main.run("scan", arguments[0], "--where", "id < 100"));
    }
}
