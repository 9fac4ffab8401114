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

import io.tablestore.compat.Ports;
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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Flink as processes of its own, job manager and task managers, with the packaged jar on their class path. */
final class FlinkCluster implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path directory;
    private final int restPort = Ports.free();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Process jobManager;
    private final List<Process> taskManagers = new ArrayList<>();
    private int started;

    FlinkCluster(Path directory, int taskManagers) throws Exception {
        this.directory = directory;
        Path conf = Files.createDirectories(directory.resolve("conf"));
        Files.write(conf.resolve("config.yaml"), config());
        Files.write(
                conf.resolve("log4j2.properties"),
                List.of(
                        "rootLogger.level=INFO",
                        "rootLogger.appenderRef.c.ref=C",
                        "appender.c.type=Console",
                        "appender.c.name=C",
                        "appender.c.layout.type=PatternLayout",
                        "appender.c.layout.pattern=%d{HH:mm:ss} %-5p %c{1} - %m%n"));
        jobManager = start(
                "jobmanager",
                400,
                "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
                "--configDir",
                conf.toString());
        try {
            for (int i = 0; i < taskManagers; i++) {
                startTaskManager();
            }
            await("task managers", () -> get("/taskmanagers").split("\"id\"", -1).length == taskManagers + 1);
        } catch (Exception failed) {
            close();
            throw failed;
        }
    }

    private List<String> config() throws IOException {
        return List.of(
                "jobmanager.rpc.address: 127.0.0.1",
                "jobmanager.rpc.port: " + Ports.free(),
                "jobmanager.bind-host: 127.0.0.1",
                "jobmanager.memory.process.size: 1000m",
                "rest.address: 127.0.0.1",
                "rest.bind-address: 127.0.0.1",
                "rest.port: " + restPort,
                "taskmanager.host: 127.0.0.1",
                "taskmanager.bind-host: 127.0.0.1",
                "taskmanager.numberOfTaskSlots: 2",
                "taskmanager.cpu.cores: 1.0",
                "taskmanager.memory.framework.heap.size: 128m",
                "taskmanager.memory.framework.off-heap.size: 128m",
                "taskmanager.memory.task.heap.size: 300m",
                "taskmanager.memory.task.off-heap.size: 0m",
                "taskmanager.memory.managed.size: 128m",
                "taskmanager.memory.network.min: 64m",
                "taskmanager.memory.network.max: 64m",
                "taskmanager.memory.jvm-metaspace.size: 256m",
                "taskmanager.memory.jvm-overhead.min: 192m",
                "taskmanager.memory.jvm-overhead.max: 192m",
                "heartbeat.interval: 1000",
                "heartbeat.timeout: 6000",
                "restart-strategy.type: fixed-delay",
                "restart-strategy.fixed-delay.attempts: 1000",
                "restart-strategy.fixed-delay.delay: 300ms",
                "execution.checkpointing.interval: 700ms",
                "execution.checkpointing.dir: "
                        + directory.resolve("checkpoints").toUri(),
                "execution.checkpointing.externalized-checkpoint-retention: RETAIN_ON_CANCELLATION",
                "parallelism.default: 2",
                "execution.target: remote");
    }

    void startTaskManager() throws Exception {
        taskManagers.add(start(
                "taskmanager-" + started++,
                512,
                "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
                "--configDir",
                directory.resolve("conf").toString()));
    }

    /** Kills a task manager as the operating system would; another takes its place. */
    void killAndReplace(int number) throws Exception {
        Process killed = taskManagers.remove(number % taskManagers.size());
        killed.destroyForcibly();
        killed.waitFor();
        startTaskManager();
    }

    private Process start(String name, int heapMegabytes, String main, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-Dlog4j.configurationFile=" + directory.resolve("conf/log4j2.properties"),
                "-cp",
                classPath(),
                main));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + ".log").toFile());
        builder.environment().put("FLINK_CONF_DIR", directory.resolve("conf").toString());
        return builder.start();
    }

    /** Flink and Hadoop, and of ours nothing but the packaged jar and what submits statements. */
    private static String classPath() throws IOException {
        String flink = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
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

    /** Runs statements in a process of its own; returns what it printed. */
    String sql(String mode, String... statements) throws Exception {
        Path script = Files.createTempFile(directory, "statements", ".sql");
        Files.write(script, List.of(statements));
        Process client = start(script.getFileName().toString(), 400, SqlMain.class.getName(), mode, script.toString());
        if (!client.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            client.destroyForcibly();
        }
        String printed = Files.readString(directory.resolve(script.getFileName() + ".log"));
        if (client.exitValue() != 0) {
            throw new IllegalStateException(printed);
        }
        return printed;
    }

    String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)).GET().build());
    }

    String post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    String patch(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path))
                .method("PATCH", HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + restPort + path);
    }

    private String send(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    /** FINISHED, RUNNING, RESTARTING, FAILED or CANCELED. */
    String state(String job) throws Exception {
        return get("/jobs/" + job).replaceAll("(?s).*?\"state\":\"(\\w+)\".*", "$1");
    }

    /** The sum of a metric of a job's tasks, 0 as long as none tells it. */
    double metric(String job, String name) throws Exception {
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

    static void await(String what, Callable<Boolean> condition) throws Exception {
        await(what, PATIENCE, condition);
    }

    static void await(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                if (condition.call()) {
                    return;
                }
            } catch (IOException notYet) {
                // Whoever is asked may not listen yet.
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited too long: " + what);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** The end of every log, for messages. */
    String logs() throws IOException {
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
        taskManagers.forEach(Process::destroyForcibly);
        jobManager.destroyForcibly();
    }
}
