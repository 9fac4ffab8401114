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

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of docs/ARCHITECTURE.md. Class folders are imported by path, so that engines need not share a class path. */
class ArchitectureTest {

    static final JavaClasses CLASSES = new ClassFileImporter()
            .importPaths(
                    Path.of("../common-reader/target/classes"),
                    Path.of("../metastore-catalog/target/classes"),
                    Path.of("../cli/target/classes"),
                    Path.of("../table-writer/target/classes"),
                    Path.of("../flink-writer/target/classes"),
                    Path.of("../spark-connector/target/classes"),
                    Path.of("../hive-connector/target/classes"));

    @Test
    void connectorsAndTheCommandLineUseTheApiOnly() {
        ConnectorRules.USE_THE_API_ONLY.check(CLASSES);
    }

    @Test
    void readerAndWriterKnowNoEngine() {
        noClasses()
                .that()
                .resideInAPackage("io.tablestore..")
                .and()
                .resideOutsideOfPackages(ConnectorRules.CONNECTORS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.spark..",
                        "org.apache.flink..",
                        "org.apache.paimon..",
                        "io.trino..",
                        "org.apache.hive..")
                .check(CLASSES);
    }

    @Test
    void noConnectorSeesAnother() {
        ConnectorRules.SEE_NO_OTHER.check(CLASSES);
    }

    @Test
    void hadoopIsUsedInOneAdapterOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.tablestore..")
                .and()
                .resideOutsideOfPackages(
                        "io.tablestore.fs.hadoop..",
                        "io.tablestore.metastore.hadoop..",
                        "io.tablestore.spark..",
                        "io.tablestore.hive..",
                        "io.tablestore.writer.internal.file..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.hadoop..")
                .check(CLASSES);
    }

    @Test
    void theMergeSeesVectorsTypesAndOptionsOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.tablestore.internal.merge..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.tablestore.internal.file..",
                        "io.tablestore.internal.format..",
                        "io.tablestore.internal.metadata..",
                        "io.tablestore.internal.planning..",
                        "io.tablestore.internal.split..",
                        "io.tablestore.internal.read..",
                        "io.tablestore.scan..",
                        "io.tablestore.read..",
                        "io.tablestore.fs..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.tablestore.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    /** A class that docs/ARCHITECTURE.md names, in backquotes, exists. */
    @Test
    void theArchitectureNamesClassesThatExist() throws Exception {
        Set<String> names = CLASSES.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        try (Stream<Path> sources = Files.walk(Path.of("../trino-plugin/src/main/java"))) { // needs another JDK
            sources.map(file -> file.getFileName().toString().replace(".java", ""))
                    .forEach(names::add);
        }
        Matcher named = Pattern.compile("`([A-Z][a-z]+[A-Z]\\w*|[A-Z][a-z]+)`")
                .matcher(Files.readString(Path.of("../docs/ARCHITECTURE.md")));
        List<String> unknown = named.results()
                .map(result -> result.group(1))
                .filter(name -> !names.contains(name) && !name.endsWith("Test"))
                .toList();
        assertThat(unknown).isEmpty();
    }

    @Test
    void nothingIsDeserializedByJava() {
        noClasses()
                .that()
                .resideInAPackage("io.tablestore..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .check(CLASSES);
    }
}
