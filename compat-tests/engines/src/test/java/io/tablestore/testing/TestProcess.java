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
package io.tablestore.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A process that a test starts. What it prints goes to a log file; every failure of a method below carries the end of it.
 * {@link #close} ends the process and its children at once, and so does the end of this JVM.
 */
public final class TestProcess implements AutoCloseable {

    private static final int LINES_OF_A_MESSAGE = 100;
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(30);

    /** Ended with this JVM, so that a build that is stopped leaves no server behind. */
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> RUNNING.forEach(TestProcess::end)));
    }

    private final String name;
    private final Process process;
    private final Path log;

    private TestProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /** A program and its arguments. */
    public static Builder command(String... command) {
        return new Builder(List.of(command), null);
    }

    /** A class in a JVM, with the Java and the class path of this process unless the builder is given others. */
    public static Builder java(String main, String... arguments) {
        return new Builder(List.of(arguments), main);
    }

    /** @see #java(String, String...) */
    public static Builder java(Class<?> main, String... arguments) {
        return java(main.getName(), arguments);
    }

    /** The jars and directories on the class path of this process. */
    public static List<String> classPath() {
        return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
    }

    /** Flags that open packages of a module to everybody. */
    public static List<String> opens(String... packages) {
        return Arrays.stream(packages)
                .map(name -> "--add-opens=" + name + "=ALL-UNNAMED")
                .toList();
    }

    /** How a process is started. */
    public static final class Builder {

        private final List<String> arguments;
        private final @Nullable String main;
        private final List<String> flags = new ArrayList<>();
        private final ProcessBuilder builder = new ProcessBuilder();
        private String javaHome = System.getProperty("java.home");
        private String classPath = System.getProperty("java.class.path");

        private Builder(List<String> arguments, @Nullable String main) {
            this.arguments = arguments;
            this.main = main;
        }

        /** @param size as {@code -Xmx} takes it */
        public Builder heap(String size) {
            return flags(List.of("-Xmx" + size));
        }

        /** More flags of the JVM. */
        public Builder flags(List<String> more) {
            flags.addAll(more);
            return this;
        }

        public Builder javaHome(String home) {
            javaHome = home;
            return this;
        }

        public Builder classPath(String entries) {
            classPath = entries;
            return this;
        }

        public Builder classPath(List<String> entries) {
            return classPath(entries.stream().collect(Collectors.joining(File.pathSeparator)));
        }

        public Builder environment(String variable, String value) {
            builder.environment().put(variable, value);
            return this;
        }

        public Builder environment(Map<String, String> variables) {
            builder.environment().putAll(variables);
            return this;
        }

        /** Where it runs; here by default. */
        public Builder directory(Path directory) {
            builder.directory(directory.toFile());
            return this;
        }

        /** Starts it; everything that it prints goes to a file. */
        public TestProcess start(Path log) throws IOException {
            builder.redirectErrorStream(true).redirectOutput(log.toFile());
            return started(log);
        }

        /** Starts it; its errors go to one file and its output to another. */
        public TestProcess start(Path errors, Path output) throws IOException {
            builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
            return started(errors);
        }

        /** Starts it for a conversation: its errors go to a file, the test reads its output and writes its input. */
        public TestProcess talk(Path errors) throws IOException {
            builder.redirectError(errors.toFile());
            return started(errors);
        }

        /** Runs it to its end; returns its exit code and everything that it printed. */
        public Result run() throws Exception {
            builder.redirectErrorStream(true);
            Process process = started();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        }

        private TestProcess started(Path log) throws IOException {
            String name = main == null ? arguments.get(0) : main;
            return new TestProcess(name, started(), log);
        }

        private Process started() throws IOException {
            Process process = builder.command(commandLine()).start();
            RUNNING.removeIf(ended -> !ended.isAlive());
            RUNNING.add(process);
            return process;
        }

        private List<String> commandLine() {
            List<String> command = new ArrayList<>();
            if (main != null) {
                command.add(Path.of(javaHome, "bin", "java").toString());
                command.addAll(flags);
                command.addAll(List.of("-cp", classPath, main));
            }
            command.addAll(arguments);
            return command;
        }
    }

    /** How a process ended, and what it printed. */
    public record Result(int exitCode, String output) {}

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the process prints, if it was started by {@link Builder#talk}. */
    public BufferedReader output() {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** The same as bytes. */
    public InputStream outputBytes() {
        return process.getInputStream();
    }

    /** What the process reads. */
    public Writer input() {
        return new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    }

    /** Waits until a condition holds, such as that a port is open; fails as soon as the process has ended. */
    public void awaitReady(String what, Duration patience, Callable<Boolean> condition) throws Exception {
        try {
            Waiting.until(what, patience, () -> {
                if (!isAlive()) {
                    throw new AssertionError("ended with exit code " + process.exitValue());
                }
                return condition.call();
            });
        } catch (AssertionError failed) {
            throw new AssertionError(name + ": " + failed.getMessage() + "\n" + endOfLog(), failed);
        }
    }

    /** Waits for the end; a process that takes longer is killed. Returns the exit code. */
    public int awaitEnd(Duration patience) throws Exception {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new AssertionError(name + ": still running after " + patience + "\n" + endOfLog());
        }
        return process.exitValue();
    }

    /** Waits for the end, which must be a good one. */
    public void awaitSuccess(Duration patience) throws Exception {
        int exitCode = awaitEnd(patience);
        if (exitCode != 0) {
            throw new AssertionError(name + ": exit code " + exitCode + "\n" + endOfLog());
        }
    }

    /** Everything in the log. */
    public String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The last lines of the log, for messages. */
    public String endOfLog() {
        List<String> lines = log().lines().toList();
        return lines.stream()
                .skip(Math.max(0, lines.size() - LINES_OF_A_MESSAGE))
                .collect(Collectors.joining("\n", "== " + log.getFileName() + "\n", "\n"));
    }

    /** The stacks of all threads of the JVM. */
    public String threads() throws Exception {
        return threads(process.toHandle());
    }

    /** The same, and those of the JVMs that it has started. */
    public String threadsOfAll() throws Exception {
        StringBuilder all = new StringBuilder(threads());
        for (ProcessHandle child : process.descendants().toList()) {
            all.append(threads(child));
        }
        return all.toString();
    }

    private static String threads(ProcessHandle jvm) throws Exception {
        return command(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(jvm.pid()),
                        "Thread.print")
                .run()
                .output();
    }

    /** Kills the process and those that it started, as the operating system would, and waits until it is gone. */
    public void kill() {
        end(process);
        awaitGone();
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** Asks the process to end, and kills it if it does not in time. */
    public void stop(Duration patience) {
        process.destroy();
        try {
            if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    /** The same as {@link #kill}. */
    @Override
    public void close() {
        kill();
    }

    private void awaitGone() {
        try {
            process.waitFor(PATIENCE_AT_THE_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
