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

import com.tngtech.archunit.lang.ArchRule;

/** What holds for every connector. Trino's is compiled for another Java, so its module checks it by itself. */
public final class ConnectorRules {

    static final String[] CONNECTORS = {
        "io.tablestore.spark..", "io.tablestore.flink..", "io.tablestore.hive..", "io.tablestore.trino.."
    };

    private ConnectorRules() {}

    public static final ArchRule USE_THE_API_ONLY = noClasses()
            .that()
            .resideInAnyPackage(CONNECTORS)
            .or()
            .resideInAPackage("io.tablestore.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.tablestore.internal..", "io.tablestore.writer.internal..")
            .because("an adapter shows plans and batches; it never decodes, merges or commits by itself");

    public static final ArchRule SEE_NO_OTHER = slices().matching("io.tablestore.(spark|flink|hive|trino)..")
            .should()
            .notDependOnEachOther();
}
