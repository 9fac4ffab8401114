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

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An option of Apache Paimon or of this library, and how it is handled here.
 *
 * @param option its key and type
 * @param defaultValue the default as text, or null if there is none
 * @param accepted values besides the default that do not request anything unsupported
 * @param group the reason for the handling, and the remedy
 */
public record KnownOption(Option<?> option, @Nullable String defaultValue, List<String> accepted, OptionGroup group) {

    /** The key. A {@code *} stands for any text, such as a column's name. */
    public String key() {
        return option.key();
    }

    /** Older keys of the same option. */
    public List<String> olderKeys() {
        return option.olderKeys();
    }

    /** How the option is handled. */
    public OptionDecision decision() {
        return group.decision();
    }

    /** Whether the key contains a {@code *} and so matches many keys. */
    public boolean isPattern() {
        return option.isPattern();
    }

    /** Whether the value has no effect: it is the default, or makes no difference here. */
    public boolean asksForNothing(String value) {
        return defaultValue != null && same(defaultValue, value)
                || accepted.stream().anyMatch(each -> same(each, value));
    }

    private boolean same(String one, String other) {
        Object value = parsed(one);
        return value != null && value.equals(parsed(other));
    }

    /** Whether the value is valid for the option. */
    public boolean isValid(String value) {
        return parsed(value) != null;
    }

    private @Nullable Object parsed(String value) {
        try {
            return option.type().parser().apply(value);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            return null;
        }
    }

    Pattern pattern() {
        return Pattern.compile(
                List.of(key().split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".+")));
    }
}
