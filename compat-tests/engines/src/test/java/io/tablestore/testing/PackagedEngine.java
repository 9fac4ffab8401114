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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How an engine is started that has our packaged connector, as the build of this checkout leaves it.
 *
 * @param javaHome the Java that it runs in
 */
public record PackagedEngine(Launch launch, String javaHome) {

    private static final List<String> OPENED_FOR_SPARK = List.of(
            "java.base/java.lang",
            "java.base/java.lang.invoke",
            "java.base/java.lang.reflect",
            "java.base/java.io",
            "java.base/java.net",
            "java.base/java.nio",
            "java.base/java.util",
            "java.base/java.util.concurrent",
            "java.base/java.util.concurrent.atomic",
            "java.base/sun.nio.ch",
            "java.base/sun.nio.cs",
            "java.base/sun.security.action",
            "java.base/sun.util.calendar");

    /** What the tests need beside the engine. */
    private static final String TESTS = "(paimon|junit|assertj|opentest4j|apiguardian|hive-)";

    private PackagedEngine(Launch launch) {
        this(launch, System.getProperty("java.home"));
    }

    /** @param settings of the session, {@code key=value}; its catalogs among them */
    public static PackagedEngine spark(List<String> settings) throws IOException {
        return ofSpark(classPath("compat-tests/spark", TESTS), settings);
    }

    /** Another Spark, or one with another connector. */
    public static PackagedEngine ofSpark(List<String> jars, List<String> settings) {
        List<String> all =
                new ArrayList<>(List.of(testClasses("compat-tests/spark"), testClasses("compat-tests/engines")));
        all.addAll(jars);
        return new PackagedEngine(launch("spark", "io.tablestore.compat.SparkStatements", all)
                .withFlags(TestProcess.opens(OPENED_FOR_SPARK.toArray(String[]::new)))
                .withArguments(settings.toArray(String[]::new)));
    }

    /** @param settings of the session, {@code key=value}; its catalogs are made by statements */
    public static PackagedEngine flink(List<String> settings) throws IOException {
        return ofFlink(List.of(jar("flink-bundle", "tablestore-flink-bundle")), settings);
    }

    /** Flink with another connector. */
    public static PackagedEngine ofFlink(List<String> connector, List<String> settings) throws IOException {
        List<String> jars = new ArrayList<>(classPath(
                "compat-tests/flink",
                "(tablestore-(?!compat-tests-engines)|paimon|arrow|parquet|orc|avro|hive|zstd|junit|assertj)"));
        jars.addAll(connector); // at the end, for Paimon's has classes of older versions of Flink
        return new PackagedEngine(launch("flink", "io.tablestore.compat.flink.FlinkStatements", jars)
                .withFlags(TestProcess.opens("java.base/java.nio", "java.base/java.util", "java.base/java.lang"))
                .withArguments(settings.toArray(String[]::new)));
    }

    /** @param catalog the properties of catalog {@code lake}, {@code key=value} */
    public static PackagedEngine trino(List<String> catalog) throws IOException {
        Launch launch = launch(
                        "trino", "io.tablestore.compat.trino.TrinoStatements", classPath("compat-tests/trino", "(?!)"))
                .withFlags(List.of("-Dplugin.zip=" + artifact("trino-plugin", ".*\\.zip")))
                .withArguments(catalog.toArray(String[]::new));
        return new PackagedEngine(launch, System.getProperty("jdk25.home"));
    }

    /** Whether the build has found the Java that Trino needs. */
    public static boolean hasTrino() {
        return !System.getProperty("jdk25.home", "").isEmpty();
    }

    /** @param settings of HiveServer2 and the metastore, {@code key=value} */
    public static PackagedEngine hive(List<String> settings) throws IOException {
        List<String> jars = classPath("compat-tests/hive", "(?!)");
        return new PackagedEngine(launch("hive", "io.tablestore.compat.HiveStatements", jars)
                .withArguments(settings.toArray(String[]::new)));
    }

    /** The program of the command line. */
    public static Launch commandLine() throws IOException {
        return Launch.of("cli", "io.tablestore.cli.Main", List.of(artifact("cli", "tablestore-cli-.*-all\\.jar")))
                .withFlags(TestProcess.opens("java.base/java.nio"));
    }

    private static Launch launch(String name, String main, List<String> jars) {
        return Launch.of(name, main, jars).withHeap("1g").withFlags(List.of("-Duser.timezone=UTC"));
    }

    private static Path module(String name) {
        return Path.of(System.getProperty("checkout", "../.."))
                .resolve(name)
                .toAbsolutePath()
                .normalize();
    }

    private static String jar(String module, String name) throws IOException {
        return artifact(module, name + "-[0-9][^/]*(?<!-(sources|tests|javadoc))\\.jar");
    }

    private static String artifact(String module, String name) throws IOException {
        try (Stream<Path> files = Files.list(module(module).resolve("target"))) {
            return files.filter(file -> file.getFileName().toString().matches(name))
                    .findFirst()
                    .orElseThrow()
                    .toString();
        }
    }

    /** An engine's own class path, with the class that runs statements. */
    private static List<String> classPath(String module, String leftOut) throws IOException {
        String dependencies =
                Files.readString(module(module).resolve("target/dependencies")).strip();
        List<String> entries = Arrays.stream(dependencies.split(File.pathSeparator))
                .filter(entry -> !entry.matches(".*/" + leftOut + "[^/]*"))
                .collect(Collectors.toCollection(ArrayList::new));
        entries.add(0, testClasses(module));
        return entries;
    }

    private static String testClasses(String module) {
        return module(module).resolve("target/test-classes").toString();
    }
}
