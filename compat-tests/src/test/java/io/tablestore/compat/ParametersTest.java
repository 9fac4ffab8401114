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

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Methods and constructors that are not private take no boolean and at most six parameters: an enum, a record or two methods say
 * more. The ceilings only fall. What an engine's interface or a record declares does not count. The one boolean is a value:
 * that of a Thrift field.
 */
class ParametersTest {

    private static final int WITH_A_BOOLEAN = 1;
    private static final int WITH_MORE_THAN_SIX = 0;

    @Test
    void fewTakeABoolean() {
        assertThat(ours(unit -> unit.getRawParameterTypes().stream()
                        .anyMatch(type -> type.getName().equals("boolean"))))
                .hasSizeLessThanOrEqualTo(WITH_A_BOOLEAN);
    }

    @Test
    void fewTakeMoreThanSixParameters() {
        assertThat(ours(unit -> unit.getRawParameterTypes().size() > 6)).hasSizeLessThanOrEqualTo(WITH_MORE_THAN_SIX);
    }

    private static List<String> ours(Predicate<JavaCodeUnit> wanted) {
        return ArchitectureTest.CLASSES.stream()
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(ParametersTest::isOurs)
                .filter(wanted)
                .map(JavaCodeUnit::getFullName)
                .sorted()
                .toList();
    }

    private static boolean isOurs(JavaCodeUnit unit) {
        JavaClass owner = unit.getOwner();
        Set<JavaModifier> modifiers = unit.getModifiers();
        if (modifiers.contains(JavaModifier.PRIVATE)
                || modifiers.contains(JavaModifier.SYNTHETIC)
                || modifiers.contains(JavaModifier.BRIDGE)) {
            return false;
        }
        if (unit instanceof JavaConstructor) {
            boolean generated = owner.isEnum()
                    || owner.isAnonymousClass()
                    || owner.getRawSuperclass()
                            .map(parent -> parent.getName().equals("java.lang.Record"))
                            .orElse(false);
            return !generated;
        }
        return unit instanceof JavaMethod
                && !isInherited(unit)
                && !(modifiers.contains(JavaModifier.PUBLIC) && isAnEngines(owner));
    }

    private static Stream<JavaClass> parents(JavaClass owner) {
        return Stream.concat(owner.getAllRawInterfaces().stream(), owner.getAllRawSuperclasses().stream());
    }

    private static boolean isInherited(JavaCodeUnit unit) {
        String[] parameters =
                unit.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        return parents(unit.getOwner())
                .anyMatch(parent ->
                        parent.tryGetMethod(unit.getName(), parameters).isPresent());
    }

    private static boolean isAnEngines(JavaClass owner) {
        return parents(owner)
                .map(JavaClass::getName)
                .anyMatch(name -> !name.startsWith("io.tablestore.") && !name.startsWith("java."));
    }
}
