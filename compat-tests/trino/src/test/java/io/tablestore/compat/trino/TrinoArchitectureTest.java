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
package io.tablestore.compat.trino;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.tablestore.compat.ConnectorRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TrinoArchitectureTest {

    @Test
    void theConnectorUsesTheApiOnlyAndNoOtherConnector() {
        JavaClasses classes = new ClassFileImporter().importPaths(Path.of("../../trino-plugin/target/classes"));
        assertThat(classes.size()).isGreaterThan(40);
        ConnectorRules.USE_THE_API_ONLY.check(classes);
        ConnectorRules.SEE_NO_OTHER.check(classes);
    }
}
