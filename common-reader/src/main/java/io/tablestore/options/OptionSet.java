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

import io.tablestore.error.TableStoreException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Options as text, parsed on access.
 *
 * @param source the file or command that they come from, for messages
 */
public record OptionSet(String source, Map<String, String> values) {

    public OptionSet {
        values = Map.copyOf(values);
    }

    /** Whether the option is set, by its own key or by an older one. */
    public boolean has(Option<?> option) {
        return text(option) != null;
    }

    private @Nullable String text(Option<?> option) {
        String text = values.get(option.key());
        if (text == null) {
            for (String older : option.olderKeys()) {
                if (values.containsKey(older)) {
                    return values.get(older);
                }
            }
        }
        return text;
    }

    /**
     * The option's value, or its default if it is not set.
     *
     * @throws TableStoreException if the value cannot be parsed; the message names the source, the key and the valid values
     */
    public <T> T get(Option<T> option) {
        String text = text(option);
        if (text == null) {
            return option.defaultValue();
        }
        try {
            return option.type().parser().apply(text);
        } catch (IllegalArgumentException | ArithmeticException malformed) {
            throw new TableStoreException(
                    source + ": Option '" + option.key() + "' is '" + text + "', but must be "
                            + option.type().valid() + ". Correct it with the engine that writes the table.",
                    malformed);
        }
    }
}
