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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What to start. In flags, arguments and files, {@link #HOME} stands for the directory it runs in, and {@link #PORT} for the port
 * that it is to listen on.
 *
 * @param name of the process, and of its log
 * @param files contents by path below its directory, written before it starts
 * @param patience how long its start may take
 */
public record Launch(
        String name,
        String main,
        List<String> classPath,
        List<String> flags,
        List<String> arguments,
        Map<String, String> environment,
        Map<String, String> files,
        Duration patience) {

    public static final String HOME = "{home}";
    public static final String PORT = "{port}";

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    public Launch {
        classPath = List.copyOf(classPath);
        flags = List.copyOf(flags);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** A class with nothing but a class path. */
    public static Launch of(String name, String main, List<String> classPath) {
        return new Launch(name, main, classPath, List.of(), List.of(), Map.of(), Map.of(), PATIENCE);
    }

    /** @param size as {@code -Xmx} takes it */
    public Launch withHeap(String size) {
        return withFlags(List.of("-Xmx" + size));
    }

    /** With more flags of the JVM. */
    public Launch withFlags(List<String> more) {
        return new Launch(name, main, classPath, joined(flags, more), arguments, environment, files, patience);
    }

    /** With more arguments. */
    public Launch withArguments(String... more) {
        return new Launch(name, main, classPath, flags, joined(arguments, List.of(more)), environment, files, patience);
    }

    /** With more variables of its environment. */
    public Launch withEnvironment(Map<String, String> more) {
        return new Launch(name, main, classPath, flags, arguments, joined(environment, more), files, patience);
    }

    /** With one more file. */
    public Launch withFile(String path, String content) {
        return new Launch(
                name, main, classPath, flags, arguments, environment, joined(files, Map.of(path, content)), patience);
    }

    public Launch within(Duration time) {
        return new Launch(name, main, classPath, flags, arguments, environment, files, time);
    }

    /** A program that listens on no port of ours. Its files are written now. */
    public TestProcess.Builder program(Path home) throws IOException {
        return program(home, 0);
    }

    /** Starts {@link #program}; its log has its name. */
    public TestProcess start(Path home) throws IOException {
        return program(home).start(log(home));
    }

    Path log(Path home) {
        return home.resolve(name + ".log");
    }

    TestProcess.Builder program(Path home, int port) throws IOException {
        Files.createDirectories(home);
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = home.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, filled(file.getValue(), home, port));
        }
        return TestProcess.java(
                        main,
                        arguments.stream()
                                .map(argument -> filled(argument, home, port))
                                .toArray(String[]::new))
                .flags(flags.stream().map(flag -> filled(flag, home, port)).toList())
                .classPath(classPath)
                .environment(environment)
                .directory(home);
    }

    private static String filled(String text, Path home, int port) {
        return text.replace(HOME, home.toAbsolutePath().toString()).replace(PORT, Integer.toString(port));
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    private static Map<String, String> joined(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }
}
