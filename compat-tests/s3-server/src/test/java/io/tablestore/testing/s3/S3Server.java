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

import io.tablestore.testing.EngineProcess;
import io.tablestore.testing.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Written by the build. Found by itself from the directory of a module next to it. */
    private static final Path CLASS_PATH =
            Path.of(System.getProperty("s3-server.dependencies", "../s3-server/target/dependencies"));

    private static final String SETTINGS = """
            s3proxy.endpoint=http://127.0.0.1:{port}
            s3proxy.authorization=%s
            s3proxy.identity=%s
            s3proxy.credential=%s
            s3proxy.ignore-unknown-headers=true
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir={home}/objects
            """;

    private static final String LOGGING = """
            <configuration>
              <appender name="out" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%d %level %logger{20} %msg%n</pattern></encoder>
              </appender>
              <root level="WARN"><appender-ref ref="out"/></root>
            </configuration>
            """;

    private final EngineProcess process;
    private final SignedPuts puts;

    /**
     * Starts the server and waits until it listens.
     *
     * @param directory for all its files
     */
    public S3Server(Path directory) throws Exception {
        this(directory, "aws-v2-or-v4");
    }

    /** A server that does not look at the signatures of requests. */
    public static S3Server withoutSignatures(Path directory) throws Exception {
        return new S3Server(directory, "none");
    }

    private S3Server(Path directory, String authorization) throws Exception {
        Files.createDirectories(directory.resolve("objects"));
        process = EngineProcess.start(
                Launch.of(
                                "s3proxy",
                                "org.gaul.s3proxy.Main",
                                List.of(Files.readString(CLASS_PATH).strip()))
                        .withHeap("256m")
                        .withFlags(List.of(
                                "-XX:+UseSerialGC", "-Dlogback.configurationFile=" + Launch.HOME + "/logback.xml"))
                        .withArguments("--properties", Launch.HOME + "/s3proxy.properties")
                        .withFile("s3proxy.properties", SETTINGS.formatted(authorization, ACCESS_KEY, SECRET_KEY))
                        .withFile("logback.xml", LOGGING),
                directory);
        puts = new SignedPuts(process.port(), ACCESS_KEY, SECRET_KEY);
    }

    public int port() {
        return process.port();
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
