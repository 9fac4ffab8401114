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
 * One option of Apache Paimon or of ours, and what becomes of it.
 *
 * @param option its key, and how its value is read
 * @param defaultValue what holds where it is not set, as text; null if nothing does
 * @param accepted values that ask for nothing that would be refused, besides the default
 * @param group why, and what to do instead
 */
public record KnownOption(Option<?> option, @Nullable String defaultValue, List<String> accepted, OptionGroup group) {

    /** The key; a {@code *} stands for any text, such as the name of a column. */
    public String key() {
        return option.key();
    }

    /** Other keys of the same option. */
    public List<String> olderKeys() {
        return option.olderKeys();
    }

    /** What becomes of it. */
    public OptionDecision decision() {
        return group.decision();
    }

    /** True if the key stands for many keys. */
    public boolean isPattern() {
        return option.isPattern();
    }

    /** True if the value asks for nothing: it is the default, or one that makes no difference here. */
    public boolean asksForNothing(String value) {
        return defaultValue != null && same(defaultValue, value)
                || accepted.stream().anyMatch(each -> same(each, value));
    }

    private boolean same(String one, String other) {
        Object value = parsed(one);
        return value != null && value.equals(parsed(other));
    }

    /** True if the value is one that the option can have. */
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
