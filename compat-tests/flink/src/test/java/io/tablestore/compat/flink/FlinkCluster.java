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
package io.tablestore.compat.flink;

import io.tablestore.testing.EngineProcess;
import io.tablestore.testing.Launch;
import io.tablestore.testing.Ports;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.Waiting;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flink as processes of its own, job manager and task managers, with the packaged jar on their class path. */
final class FlinkCluster implements FlinkEngine {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String LOGGING = """
            rootLogger.level=INFO
            rootLogger.appenderRef.c.ref=C
            appender.c.type=Console
            appender.c.name=C
            appender.c.layout.type=PatternLayout
            appender.c.layout.pattern=%d{HH:mm:ss} %-5p %c{1} - %m%n
            """;

    private final Path directory;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> setup;
    private final EngineProcess jobManager;
    private final List<TestProcess> taskManagers = new ArrayList<>();
    private int started;

    /** @param setup statements that come before those of each call, such as one that creates a catalog */
    FlinkCluster(Path directory, int taskManagers, List<String> setup) throws Exception {
        this.directory = directory;
        this.setup = setup;
        jobManager = EngineProcess.start(
                launch("jobmanager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint")
                        .withHeap("400m")
                        .withArguments("--configDir", "{home}/conf")
                        .withFile("conf/config.yaml", config())
                        .withFile("conf/log4j2.properties", LOGGING),
                directory);
        try {
            for (int i = 0; i < taskManagers; i++) {
                startTaskManager();
            }
            jobManager.awaitReady(
                    "task managers", () -> get("/taskmanagers").split("\"id\"", -1).length == taskManagers + 1);
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    private static String config() throws IOException {
        return """
                jobmanager.rpc.address: 127.0.0.1
                jobmanager.rpc.port: %d
                jobmanager.bind-host: 127.0.0.1
                jobmanager.memory.process.size: 1000m
                rest.address: 127.0.0.1
                rest.bind-address: 127.0.0.1
                rest.port: {port}
                taskmanager.host: 127.0.0.1
                taskmanager.bind-host: 127.0.0.1
                taskmanager.numberOfTaskSlots: 2
                taskmanager.cpu.cores: 1.0
                taskmanager.memory.framework.heap.size: 128m
                taskmanager.memory.framework.off-heap.size: 128m
                taskmanager.memory.task.heap.size: 300m
                taskmanager.memory.task.off-heap.size: 0m
                taskmanager.memory.managed.size: 128m
                taskmanager.memory.network.min: 64m
                taskmanager.memory.network.max: 64m
                taskmanager.memory.jvm-metaspace.size: 256m
                taskmanager.memory.jvm-overhead.min: 192m
                taskmanager.memory.jvm-overhead.max: 192m
                heartbeat.interval: 1000
                heartbeat.timeout: 6000
                restart-strategy.type: fixed-delay
                restart-strategy.fixed-delay.attempts: 1000
                restart-strategy.fixed-delay.delay: 300ms
                execution.checkpointing.interval: 700ms
                execution.checkpointing.dir: file:{home}/checkpoints
                execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION
                parallelism.default: 2
                execution.target: remote
                """.formatted(Ports.free());
    }

    private void startTaskManager() throws Exception {
        taskManagers.add(launch("taskmanager-" + started++, "org.apache.flink.runtime.taskexecutor.TaskManagerRunner")
                .withHeap("512m")
                .withArguments("--configDir", "{home}/conf")
                .start(directory));
    }

    @Override
    public void replaceTaskManager(int number) throws Exception {
        taskManagers.remove(number % taskManagers.size()).kill();
        startTaskManager();
    }

    private Launch launch(String name, String main) throws IOException {
        return Launch.of(name, main, List.of(classPath()))
                .withFlags(TestProcess.opens("java.base/java.util", "java.base/java.lang", "java.base/java.nio"))
                .withFlags(List.of("-Dlog4j.configurationFile={home}/conf/log4j2.properties"))
                .withEnvironment(
                        Map.of("FLINK_CONF_DIR", directory.resolve("conf").toString()));
    }

    /** Flink and Hadoop, and of ours nothing but the packaged jar and what submits statements. */
    private static String classPath() throws IOException {
        String flink = TestProcess.classPath().stream()
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry ->
                        !entry.matches(".*/(tablestore|paimon|arrow|parquet|orc|avro|hive|zstd|junit|assertj)[^/]*"))
                .collect(Collectors.joining(File.pathSeparator));
        String tests = Path.of(SqlMain.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath())
                .toString();
        return bundle() + File.pathSeparator + flink + File.pathSeparator + tests;
    }

    /** The packaged jar, by the system property {@code bundle.jar} or as the build leaves it. */
    static Path bundle() throws IOException {
        String given = System.getProperty("bundle.jar");
        if (given != null) {
            return Path.of(given);
        }
        try (Stream<Path> files = Files.list(Path.of("..", "..", "flink-bundle", "target"))) {
            return files.filter(file -> file.getFileName().toString().matches("tablestore-flink-bundle-.*\\.jar"))
                    .findFirst()
                    .orElseThrow()
                    .toAbsolutePath();
        }
    }

    @Override
    public void run(String statement) throws Exception {
        sql("streaming", List.of(statement));
    }

    @Override
    public List<String> rows(String query) throws Exception {
        return found("(?m)^row: (.*)$", sql("batch", List.of(query)));
    }

    @Override
    public String submit(List<String> statements) throws Exception {
        List<String> jobs = found("job (\\w{32})", sql("streaming", statements));
        return jobs.get(jobs.size() - 1);
    }

    /** Runs statements in a process of its own; returns what it printed. */
    private String sql(String mode, List<String> statements) throws Exception {
        Path script = Files.createTempFile(directory, "statements", ".sql");
        Files.write(script, Stream.concat(setup.stream(), statements.stream()).toList());
        try (TestProcess client = launch(script.getFileName().toString(), SqlMain.class.getName())
                .withHeap("400m")
                .withArguments(mode, script.toString())
                .start(directory)) {
            client.awaitSuccess(PATIENCE);
            return client.log();
        }
    }

    @Override
    public void cancel(String job) throws Exception {
        send(HttpRequest.newBuilder(uri("/jobs/" + job + "?mode=cancel"))
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build());
    }

    @Override
    public String savepoint(String job, Path target) throws Exception {
        String request = post(
                "/jobs/" + job + "/savepoints",
                "{\"cancel-job\": false, \"target-directory\": \"" + target.toUri() + "\"}");
        String path = "/jobs/" + job + "/savepoints/"
                + found("\"request-id\":\"(\\w+)\"", request).get(0);
        Waiting.until("the savepoint", PATIENCE, () -> get(path).contains("COMPLETED"));
        return found("\"location\":\"([^\"]+)\"", get(path)).get(0);
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    private String post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + jobManager.port() + path);
    }

    private String send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public String state(String job) throws Exception {
        return get("/jobs/" + job).replaceAll("(?s).*?\"state\":\"(\\w+)\".*", "$1");
    }

    @Override
    public double metric(String job, String name) throws Exception {
        double sum = 0;
        for (String vertex : found("\"id\":\"(\\w{32})\",\"slotSharingGroupId\"", get("/jobs/" + job))) {
            String metrics = "/jobs/" + job + "/vertices/" + vertex + "/subtasks/metrics";
            for (String id : found("\"id\":\"([^\"]*\\." + name + ")\"", get(metrics))) {
                String value = get(metrics + "?agg=sum&get=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
                sum += found("\"sum\":([0-9.E]+)", value).stream()
                        .mapToDouble(Double::parseDouble)
                        .sum();
            }
        }
        return sum;
    }

    private static List<String> found(String pattern, String in) {
        return Pattern.compile(pattern)
                .matcher(in)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Override
    public String logs() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                List<String> lines = Files.readAllLines(log);
                all.append("== ").append(log.getFileName()).append('\n');
                lines.subList(Math.max(0, lines.size() - 30), lines.size())
                        .forEach(line -> all.append(line).append('\n'));
            }
        }
        return all.toString();
    }

    @Override
    public void close() {
        taskManagers.forEach(TestProcess::close);
        jobManager.close();
    }
}
