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
package io.tablestore.compat;

import com.sun.tools.attach.VirtualMachine;
import io.tablestore.testing.EngineProcess;
import io.tablestore.testing.Launch;
import io.tablestore.testing.TestProcess;
import io.tablestore.testing.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A standalone cluster in processes of its own, and a driver that was submitted to it: master, worker, two executors of one
 * core. Of ours there is the packaged jar, as {@code --jars} brings it.
 */
final class SparkCluster implements SparkEngine {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int EXECUTORS = 2;
    private static final String CONNECTOR = "tablestore-spark-";

    private final Path directory;
    private final Deque<AutoCloseable> processes = new ArrayDeque<>();
    private final Map<Long, JMXConnector> inspected = new TreeMap<>();
    private final EngineProcess worker;
    private final BufferedReader answers;
    private final Writer statements;

    /** @param warehouse of the catalog {@code lake} */
    SparkCluster(Path directory, Path warehouse) throws Exception {
        this.directory = directory;
        linkJars();
        try {
            EngineProcess masterProcess = start(launch("master", "org.apache.spark.deploy.master.Master")
                    .withArguments("--host", "127.0.0.1", "--port", Launch.PORT, "--webui-port", "0"));
            String master = "spark://127.0.0.1:" + masterProcess.port();
            worker = start(launch("worker", "org.apache.spark.deploy.worker.Worker")
                    .withArguments("--host", "127.0.0.1", "-c", "2", "-m", "2g")
                    .withArguments("--webui-port", Launch.PORT, "--work-dir", "{home}/work", master));
            TestProcess driver = submit(master, warehouse);
            answers = driver.output();
            statements = driver.input();
        } catch (Exception | Error failed) {
            close();
            throw failed;
        }
    }

    private TestProcess submit(String master, Path warehouse) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--master", master));
        arguments.addAll(List.of("--jars", ofClassPath(CONNECTOR).get(0)));
        Map<String, String> conf = new TreeMap<>(Map.of(
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false",
                "spark.executor.memory", "700m",
                "spark.executor.cores", "1",
                "spark.cores.max", Integer.toString(EXECUTORS),
                "spark.sql.shuffle.partitions", "2",
                "spark.unsafe.exceptionOnMemoryLeak", "true"));
        conf.put("spark.sql.catalog.lake", "io.tablestore.spark.TableStoreCatalog");
        conf.put("spark.sql.catalog.lake.warehouse", warehouse.toString());
        conf.forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
        arguments.addAll(List.of(
                "--class", SparkStatementLoop.class.getName(), driverJar().toString()));
        arguments.add(Integer.toString(EXECUTORS));
        TestProcess driver = launch("driver", "org.apache.spark.deploy.SparkSubmit")
                .withArguments(arguments.toArray(String[]::new))
                .program(directory)
                .talk(directory.resolve("driver.log"));
        processes.push(driver);
        return driver;
    }

    /** Executors take their class path from the directory of jars of a Spark installation. */
    private void linkJars() throws IOException {
        Path jars = Files.createDirectories(directory.resolve("jars"));
        for (String jar : sparkJars()) {
            Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
        }
    }

    private static List<String> ofClassPath(String prefix) {
        return TestProcess.classPath().stream()
                .filter(entry -> Path.of(entry).getFileName().toString().startsWith(prefix))
                .toList();
    }

    /** Spark and what it needs, nothing of ours and of the tests. */
    private static List<String> sparkJars() {
        return ofClassPath("").stream()
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry ->
                        !entry.matches(".*/(tablestore|paimon|junit|assertj|opentest4j|apiguardian|surefire)[^/]*"))
                .toList();
    }

    private Path driverJar() throws IOException {
        Path jar = directory.resolve("driver.jar");
        String name = SparkStatementLoop.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                var in = SparkStatementLoop.class.getResourceAsStream("/" + name)) {
            out.putNextEntry(new JarEntry(name));
            in.transferTo(out);
        }
        return jar;
    }

    private EngineProcess start(Launch launch) throws Exception {
        EngineProcess process = EngineProcess.start(launch, directory);
        processes.push(process);
        return process;
    }

    private Launch launch(String name, String main) {
        return Launch.of(name, main, sparkJars())
                .withHeap("512m")
                .withFlags(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(flag -> flag.startsWith("--add-opens"))
                        .toList())
                .withEnvironment(Map.of(
                        "SPARK_HOME",
                        directory.toString(),
                        "SPARK_LOCAL_IP",
                        "127.0.0.1",
                        "SPARK_SCALA_VERSION",
                        ofClassPath("spark-core_2.13").isEmpty() ? "2.12" : "2.13"));
    }

    @Override
    public void start(String query) throws IOException {
        statements.write(query + "\n");
        statements.flush();
    }

    @Override
    public List<String> awaitRows() throws IOException {
        List<String> rows = new ArrayList<>();
        String line = answers.readLine();
        while (line != null && !line.equals("end")) {
            if (line.startsWith("row: ")) {
                rows.add(line.substring("row: ".length()));
            }
            line = answers.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the driver ended:\n" + logs());
        }
        return rows;
    }

    @Override
    public void run(String statement) throws IOException {
        rows(statement);
    }

    @Override
    public List<String> rows(String query) throws IOException {
        start(query);
        return awaitRows();
    }

    @Override
    public List<ProcessHandle> executors() throws Exception {
        Waiting.until(
                "two executors",
                PATIENCE,
                () -> running().size() == EXECUTORS && running().stream().allMatch(this::isInspected));
        return running();
    }

    private List<ProcessHandle> running() {
        return worker.process()
                .handle()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
                .sorted(Comparator.comparing(
                        process -> process.info().startInstant().orElseThrow()))
                .toList();
    }

    @SuppressWarnings("BanJNDI") // the process asked is our own
    private boolean isInspected(ProcessHandle process) {
        return inspected.computeIfAbsent(process.pid(), pid -> {
                    try {
                        VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
                        try {
                            return JMXConnectorFactory.connect(
                                    new JMXServiceURL(machine.startLocalManagementAgent()),
                                    Map.of(
                                            "jmx.remote.x.client.connection.check.period",
                                            0L)); // it is killed, no need to ask
                        } finally {
                            machine.detach();
                        }
                    } catch (Exception starting) {
                        return null;
                    }
                })
                != null;
    }

    @Override
    public boolean isReading(ProcessHandle executor) throws Exception {
        MBeanServerConnection beans = inspected.get(executor.pid()).getMBeanServerConnection();
        CompositeData[] threads = (CompositeData[]) beans.invoke(
                new ObjectName("java.lang:type=Threading"),
                "dumpAllThreads",
                new Object[] {false, false},
                new String[] {"boolean", "boolean"});
        return Arrays.stream(threads)
                .flatMap(thread -> Arrays.stream(ThreadInfo.from(thread).getStackTrace()))
                .anyMatch(frame -> frame.getClassName().startsWith("io.tablestore.internal.read."));
    }

    @Override
    public void kill(ProcessHandle executor) throws Exception {
        executor.destroyForcibly();
        executor.onExit().get();
        inspected.remove(executor.pid());
    }

    @Override
    public String logs() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> logs = files.filter(file -> file.toString().matches(".*(\\.log|/stderr)"))
                    .sorted()
                    .toList();
            StringBuilder all = new StringBuilder();
            for (Path log : logs) {
                all.append("== ").append(log).append('\n').append(Files.readString(log));
            }
            return all.toString();
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable process : processes) {
            process.close();
        }
    }
}
