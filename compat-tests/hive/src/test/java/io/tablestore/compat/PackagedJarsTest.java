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

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jars that users put on the class path of an engine: who they are, and that they bring no class that could be the engine's. */
class PackagedJarsTest {

    private static final Path ROOT = Path.of("..", "..");

    private static final List<String> MODULES = List.of(
            "common-reader",
            "common-reader-shaded",
            "metastore-catalog",
            "cli",
            "table-writer",
            "flink-writer",
            "flink-bundle",
            "spark-connector",
            "hive-connector",
            "hive-aliases",
            "trino-plugin");

    /** Trino's modules are built only where there is a JDK for them. */
    private static final Set<String> OPTIONAL = Set.of("trino-plugin");

    /**
     * Names that users' configurations or older tables say, so that classes must have them; and libraries that are called through
     * JNI, whose names are in their native part.
     */
    private static final List<String> ALLOWED =
            List.of("io/tablestore/", "com/github/luben/zstd/", "org/xerial/snappy/");

    /** Classes of other projects under whose names Hive knows older tables. */
    private static final List<String> ALIASES = List.of("org/apache/paimon/hive/", "org/apache/flink/table/store/");

    static List<Path> jars() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String module : MODULES) {
            List<Path> built = jars(module);
            if (!OPTIONAL.contains(module)) {
                assertThat(built).as("jars of " + module).isNotEmpty();
            }
            jars.addAll(built);
        }
        return jars;
    }

    private static List<Path> jars(String module) throws IOException {
        Path target = ROOT.resolve(module).resolve("target");
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().matches("tablestore-.*\\.jar"))
                    .filter(file -> !file.getFileName().toString().matches(".*-(tests|sources|javadoc)\\.jar"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            return open.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(ZipEntry::getName)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("jars")
    void aManifestSaysTitleAndVersion(Path jar) throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            assertThat(open.getManifest()).as("manifest").isNotNull();
            Attributes manifest = open.getManifest().getMainAttributes();
            assertThat(manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE)).isNotBlank();
            String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
            assertThat(version).isNotBlank();
            assertThat(jar.getFileName().toString()).contains(version);
        }
    }

    /** The command line is a program of its own, so its libraries meet no others. */
    @ParameterizedTest
    @MethodSource("jars")
    void noClassMeetsThoseOfAnEngine(Path jar) throws IOException {
        boolean program = jar.getFileName().toString().endsWith("-all.jar");
        boolean aliases = jar.getFileName().toString().startsWith("tablestore-hive-aliases");
        List<String> allowed = new ArrayList<>(ALLOWED);
        if (aliases) {
            allowed.addAll(ALIASES);
        }
        Set<String> others = entries(jar).stream()
                .filter(name -> name.endsWith(".class"))
                .filter(name -> allowed.stream().noneMatch(name::startsWith))
                .map(name -> name.substring(0, name.lastIndexOf('/') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!program) {
            assertThat(others).as("packages of others").isEmpty();
        }
        assertThat(entries(jar))
                .as("services of the JDK")
                .noneMatch(name -> name.startsWith("META-INF/services/java."));
    }

    /** A library without its native part fails only when a user reads a file that needs it. */
    @Test
    void nativeLibrariesAreWhole() throws IOException {
        for (Path jar : Stream.concat(
                        jars("flink-bundle").stream(),
                        jars("cli").stream().filter(one -> one.toString().endsWith("-all.jar")))
                .toList()) {
            assertWhole(
                    jar,
                    "com/github/luben/zstd/",
                    List.of("linux/amd64/", "linux/aarch64/", "darwin/x86_64/", "darwin/aarch64/", "win/amd64/"));
            assertWhole(
                    jar,
                    "org/xerial/snappy/",
                    List.of("Linux/x86_64/", "Linux/aarch64/", "Mac/x86_64/", "Mac/aarch64/", "Windows/x86_64/"));
        }
    }

    /** Of a library whose classes are in the jar, a native part is there for each platform. */
    private static void assertWhole(Path jar, String classes, List<String> platforms) throws IOException {
        List<String> names = entries(jar);
        if (names.stream().noneMatch(name -> name.startsWith(classes))) {
            return;
        }
        String library = classes.contains("zstd") ? "zstd" : "snappy";
        for (String platform : platforms) {
            assertThat(names)
                    .as(jar + " has " + library + " for " + platform)
                    .anyMatch(name -> name.contains(platform + "lib" + library) || name.contains(platform + library));
        }
    }
}
