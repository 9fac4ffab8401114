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

import io.tablestore.options.KnownOption;
import io.tablestore.options.KnownOptions;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.paimon.CoreOptions;
import org.apache.paimon.options.ConfigOption;
import org.apache.paimon.options.FallbackKey;
import org.apache.paimon.options.MemorySize;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The table of options against all that the classes of the library of Apache Paimon declare. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownOptionsTest {

    /** Keys that are also options of their own, of another kind of table. */
    private static final Set<String> AMBIGUOUS =
            Set.of("file.compression", "lineSep", "btree-index.build.max-parallelism", "btree-index.records-per-range");

    /** Options whose default 2.0 changed; the table has that of 2.0. */
    private static final Set<String> CHANGED = Set.of("btree-index.records-per-range");

    private final Map<String, ConfigOption<?>> declared = new HashMap<>();

    @BeforeAll
    void collect() throws Exception {
        Path library = Path.of(CoreOptions.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (ZipFile jar = new ZipFile(library.toFile())) {
            for (ZipEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                if (name.startsWith("org/apache/paimon/")
                        && !name.startsWith("org/apache/paimon/shade/")
                        && name.endsWith(".class")
                        && mentionsOptions(jar, entry)) {
                    collect(name.substring(0, name.length() - ".class".length()).replace('/', '.'));
                }
            }
        }
    }

    private static boolean mentionsOptions(ZipFile jar, ZipEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains("options/ConfigOption;");
        }
    }

    private void collect(String name) throws IllegalAccessException {
        Field[] fields;
        try {
            fields = Class.forName(name).getDeclaredFields();
        } catch (ClassNotFoundException | LinkageError needsAnEngine) {
            return;
        }
        for (Field field : fields) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == ConfigOption.class) {
                field.setAccessible(true);
                ConfigOption<?> option = (ConfigOption<?>) field.get(null);
                if (option != null) {
                    declared.put(option.key(), option);
                }
            }
        }
    }

    private static KnownOption known(String key) {
        return Objects.requireNonNull(KnownOptions.find(key), () -> "no decision about option " + key);
    }

    @Test
    void thereIsADecisionAboutEveryOption() {
        assertThat(declared).hasSizeGreaterThan(360);
        assertThat(declared.keySet())
                .allSatisfy(key ->
                        assertThat(KnownOptions.find(key)).as("option " + key).isNotNull());
    }

    @Test
    void olderKeysAreThoseOfPaimon() {
        declared.forEach((key, option) -> {
            Set<String> older = new HashSet<>();
            for (FallbackKey fallback : option.fallbackKeys()) {
                older.add(fallback.getKey());
            }
            older.removeAll(AMBIGUOUS);
            assertThat(known(key).olderKeys()).as("older keys of " + key).containsAll(older);
        });
    }

    @Test
    void defaultsAreThoseOfPaimon() {
        List<String> different = new ArrayList<>();
        declared.forEach((key, option) -> {
            Object expected = option.defaultValue();
            KnownOption known = known(key);
            if (expected == null
                    || CHANGED.contains(key)
                    || known.isPattern()
                    || known.defaultValue() == null && expected.toString().isBlank()) {
                return;
            }
            Object plain = expected instanceof MemorySize size ? size.getBytes() + " b" : expected;
            if (expected instanceof java.time.Duration time) {
                plain = time.toMillis() + " ms";
            }
            if (!(expected instanceof Map) && !known.asksForNothing(plain.toString())) {
                different.add(key + ": " + expected + " is not " + known.defaultValue());
            }
        });
        assertThat(different).isEmpty();
    }
}
