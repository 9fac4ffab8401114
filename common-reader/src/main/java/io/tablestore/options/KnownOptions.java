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
package io.tablestore.options;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All options of Apache Paimon and of this library, with how they are handled: those of {@link TableOptions}, then those of
 * {@code known-options.txt}. {@code docs/OPTIONS.md} is generated from them.
 */
public final class KnownOptions {

    /** All options, in the order of the reference page. */
    public static final List<KnownOption> ALL = Stream.of(TableOptions.DECLARED, KnownOptionsFile.read())
            .flatMap(List::stream)
            .toList();

    private static final Map<String, KnownOption> BY_KEY = byKey();
    private static final Map<Pattern, KnownOption> BY_PATTERN = byPattern();

    private KnownOptions() {}

    /** Finds an option by its key, by an older key, or by a key with a column's name. Null if there is none. */
    public static @Nullable KnownOption find(String key) {
        KnownOption exact = BY_KEY.get(key);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<Pattern, KnownOption> entry : BY_PATTERN.entrySet()) {
            if (entry.getKey().matcher(key).matches()) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** The other keys of the option with this key, which may be the current or an older one. */
    public static List<String> otherKeys(String key) {
        KnownOption option = BY_KEY.get(key);
        if (option == null) {
            return List.of();
        }
        return Stream.concat(Stream.of(option.key()), option.olderKeys().stream())
                .filter(other -> !other.equals(key))
                .toList();
    }

    /**
     * Ends a message about an unknown key: {@code "; did you mean 'scan.snapshot-id'?"}, or a full stop if no key is similar.
     *
     * @param others further valid keys, such as those of an engine
     */
    public static String didYouMean(String key, Collection<String> others) {
        Set<String> candidates = new TreeSet<>(BY_KEY.keySet());
        BY_PATTERN.values().forEach(option -> candidates.add(Spelling.filledIn(option.key(), key)));
        candidates.addAll(others);
        String closest = Spelling.closest(key, candidates);
        return closest == null ? "." : "; did you mean '" + closest + "'?";
    }

    private static Map<String, KnownOption> byKey() {
        Map<String, KnownOption> options = new HashMap<>();
        for (KnownOption option : ALL) {
            List<String> keys = new ArrayList<>(option.olderKeys());
            keys.add(option.key());
            for (String key : keys) {
                if (!option.isPattern() && options.put(key, option) != null) {
                    throw new IllegalStateException("Option '" + key + "' is declared twice.");
                }
            }
        }
        return options;
    }

    private static Map<Pattern, KnownOption> byPattern() {
        Map<Pattern, KnownOption> options = new LinkedHashMap<>();
        ALL.stream().filter(KnownOption::isPattern).forEach(option -> options.put(option.pattern(), option));
        return Collections.unmodifiableMap(options);
    }
}
