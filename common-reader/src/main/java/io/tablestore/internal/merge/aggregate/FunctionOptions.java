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
package io.tablestore.internal.merge.aggregate;

import io.tablestore.error.TableStoreException;
import io.tablestore.options.FieldOptions;
import io.tablestore.options.MergeOptions;
import io.tablestore.options.Option;
import io.tablestore.options.OptionSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The options {@code fields.<column>.<name>} of one column. */
public final class FunctionOptions {

    private final OptionSet options;
    private final String column;

    public FunctionOptions(OptionSet options, String column) {
        this.options = options;
        this.column = column;
    }

    /** The source of the options, for messages. */
    String origin() {
        return options.source() + ": column " + column;
    }

    /** The name of the column's function: its own, the table's default, or {@code otherwise}. */
    public String function(String otherwise) {
        String byDefault = options.get(MergeOptions.DEFAULT_AGGREGATE_FUNCTION);
        return text(FieldOptions.AGGREGATE_FUNCTION, byDefault.isEmpty() ? otherwise : byDefault);
    }

    /** What happens to a number that does not fit. */
    MergeOptions.Overflow overflow() {
        return options.get(MergeOptions.AGGREGATION_OVERFLOW);
    }

    String text(Option<String> option) {
        return text(option, option.defaultValue());
    }

    String text(Option<?> option, String otherwise) {
        return options.values().getOrDefault(option.keyOf(column), otherwise);
    }

    boolean flag(Option<Boolean> option) {
        String value = text(option, "false");
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw wrong(option, "true or false", value);
        }
        return value.equalsIgnoreCase("true");
    }

    int number(Option<Integer> option) {
        String value = text(option, option.defaultValue().toString());
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException notOne) {
            throw wrong(option, "a whole number", value);
        }
    }

    List<String> names(Option<List<String>> option) {
        return Arrays.stream(text(option, "").split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** The column's own options as {@code name=value}, sorted by name. */
    @Override
    public String toString() {
        String prefix = "fields." + column + '.';
        return options.values().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> entry.getKey().substring(prefix.length()) + '=' + entry.getValue())
                .filter(entry -> !entry.startsWith("aggregate-function="))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    TableStoreException wrong(Option<?> option, String expected, String found) {
        return new TableStoreException(
                "Option '" + option.keyOf(column) + "' is '" + found + "', but must be " + expected + ".");
    }
}
