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
package io.tablestore.testing.s3;

import io.tablestore.testing.Ports;
import io.tablestore.testing.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * S3Proxy, in a process and on a class path of its own: the files of a directory behind S3's protocol, on the loopback
 * address. Buckets are part of the path, not of the host's name.
 */
public final class S3Server implements AutoCloseable {

    public static final String ACCESS_KEY = "test";
    public static final String SECRET_KEY = "secretsecret";
    public static final String REGION = "us-east-1";

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Written by the build. Found by itself from the directory of a module next to it. */
    private static final Path CLASS_PATH =
            Path.of(System.getProperty("s3-server.dependencies", "../s3-server/target/dependencies"));

    private final TestProcess process;
    private final int port;
    private final SignedPuts puts;

    /**
     * Starts the server and waits until it listens.
     *
     * @param directory for all its files
     */
    public S3Server(Path directory) throws Exception {
        port = Ports.free();
        puts = new SignedPuts(port, ACCESS_KEY, SECRET_KEY);
        Path settings = Files.writeString(directory.resolve("s3proxy.properties"), """
                s3proxy.endpoint=http://127.0.0.1:%d
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                s3proxy.ignore-unknown-headers=true
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                """.formatted(
                        port, ACCESS_KEY, SECRET_KEY, Files.createDirectories(directory.resolve("objects"))));
        Path logging = Files.writeString(directory.resolve("logback.xml"), """
                <configuration>
                  <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                    <encoder><pattern>%d %level %logger{20} %msg%n</pattern></encoder>
                  </appender>
                  <root level="WARN"><appender-ref ref="out"/></root>
                </configuration>
                """);
        process = TestProcess.java("org.gaul.s3proxy.Main", "--properties", settings.toString())
                .heap("256m")
                .flags(List.of("-XX:+UseSerialGC", "-Dlogback.configurationFile=" + logging))
                .classPath(Files.readString(CLASS_PATH).strip())
                .directory(directory)
                .start(directory.resolve("s3proxy.log"));
        try {
            process.awaitReady("the object store listens", PATIENCE, () -> Ports.isOpen(port));
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    public int port() {
        return port;
    }

    /** @param bucket a name of at least three letters */
    public void createBucket(String bucket) throws IOException {
        puts.put("/" + bucket, new byte[0]);
    }

    /**
     * Uploads all files of a local directory. Files that are copied to the server's own directory instead have no ETag, which
     * Hadoop's client does not accept.
     *
     * @param target a bucket, and the directory in it
     */
    public void upload(Path local, String target) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(local)) {
            files = found.filter(Files::isRegularFile).toList();
        }
        for (Path file : files) {
            puts.put("/" + target + "/" + local.relativize(file), Files.readAllBytes(file));
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
