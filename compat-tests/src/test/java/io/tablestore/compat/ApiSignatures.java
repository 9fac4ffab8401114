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

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The signatures of the public Java API: all public and protected members of the public types in its packages. */
final class ApiSignatures {

    private ApiSignatures() {}

    /** The API types of a module, by name. */
    static List<Class<?>> types(Path classes, ClassLoader loader) throws IOException, ClassNotFoundException {
        List<Class<?>> types = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name =
                        classes.relativize(file).toString().replace('/', '.').replaceAll("\\.class$", "");
                if (!name.contains(".internal.") && !name.endsWith("package-info")) {
                    Class<?> type = Class.forName(name, false, loader);
                    if (isVisible(type)) {
                        types.add(type);
                    }
                }
            }
        }
        types.sort(Comparator.comparing(Class::getName));
        return types;
    }

    private static boolean isVisible(Class<?> type) {
        boolean shown = Modifier.isPublic(type.getModifiers()) || Modifier.isProtected(type.getModifiers());
        return shown
                && !type.isAnonymousClass()
                && (type.getDeclaringClass() == null || isVisible(type.getDeclaringClass()));
    }

    /** A line for the type, and an indented one for each member. */
    static List<String> of(Class<?> type) {
        List<String> lines = new ArrayList<>();
        lines.add(type.toGenericString() + parents(type));
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field)) {
                members.add(words(field.getModifiers(), Modifier.fieldModifiers()) + shown(field.getGenericType()) + " "
                        + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor)) {
                members.add("new" + parameters(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method) && !method.isBridge()) {
                members.add(words(method.getModifiers(), Modifier.methodModifiers())
                        + shown(method.getGenericReturnType()) + " " + method.getName() + parameters(method));
            }
        }
        members.sort(null);
        members.forEach(member -> lines.add("  " + member));
        return lines;
    }

    private static boolean isVisible(Member member) {
        return (Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers()))
                && !member.isSynthetic();
    }

    private static String words(int modifiers, int possible) {
        String words = Modifier.toString(modifiers
                & possible
                & ~Modifier.PUBLIC
                & ~Modifier.FINAL
                & ~Modifier.SYNCHRONIZED
                & ~Modifier.NATIVE
                & ~Modifier.ABSTRACT);
        return words.isEmpty() ? "" : words + " ";
    }

    private static String parents(Class<?> type) {
        List<String> parents = new ArrayList<>();
        if (type.getGenericSuperclass() != null && type.getSuperclass() != Object.class) {
            parents.add(shown(type.getGenericSuperclass()));
        }
        Arrays.stream(type.getGenericInterfaces()).map(ApiSignatures::shown).forEach(parents::add);
        return parents.isEmpty() ? "" : " : " + String.join(", ", parents);
    }

    private static String parameters(Executable executable) {
        return Arrays.stream(executable.getGenericParameterTypes())
                .map(ApiSignatures::shown)
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String shown(Type type) {
        return type.getTypeName().replaceAll("\\bjava\\.(lang|util|util\\.function)\\.(?=[A-Z])", "");
    }
}
