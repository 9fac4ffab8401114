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
package io.tablestore.internal.options;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.options.KnownOption;
import io.tablestore.options.KnownOptions;
import io.tablestore.options.OptionDecision;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the options in the schema of an existing table, whoever created it.
 *
 * <p>An unknown option belongs to a newer release. If its name indicates that rows may depend on it, the table is not read. If
 * its name indicates only that it belongs to the format, the table is not written, because a writer might break a guarantee of
 * the option. Any other option is a user's own note, and harmless.
 */
public final class StoredOptions {

    /** Prefixes of the option keys on which the rows of a table depend. */
    private static final Set<String> ROWS = Set.of(
            "aggregation.",
            "branch",
            "bucket",
            "chain-table.",
            "changelog-producer",
            "data-evolution.",
            "deduplicate.",
            "deletion-vector",
            "fields.",
            "first-row.",
            "ignore-",
            "incremental-",
            "merge-",
            "partial-update.",
            "pk-",
            "postpone.",
            "primary-",
            "query-auth.",
            "row-tracking.",
            "rowkind.",
            "scan.",
            "sequence.");

    private static final Set<OptionDecision> NOT_WRITTEN = EnumSet.of(
            OptionDecision.REFUSED_BY_COLUMN, OptionDecision.REFUSED_WHEN_WRITTEN, OptionDecision.REFUSED_WHEN_READ);

    /** First words of the option keys of Apache Paimon. */
    private static final Set<String> FIRST_WORDS = KnownOptions.ALL.stream()
            .filter(option -> option.decision() != OptionDecision.NOT_USED)
            .map(KnownOption::key)
            .filter(key -> key.matches("\\w+[.-].*"))
            .map(StoredOptions::firstWord)
            .collect(Collectors.toUnmodifiableSet());

    private StoredOptions() {}

    /**
     * Rejects a table whose rows would be read incorrectly.
     *
     * @param source the schema file, for messages
     * @throws UnsupportedFormatException naming the option
     */
    public static void checkReadable(String source, Map<String, String> options) {
        for (Map.Entry<String, String> entry : new TreeMap<>(options).entrySet()) {
            KnownOption option = KnownOptions.find(entry.getKey());
            if (option == null && mayChangeRows(entry.getKey())) {
                throw new UnsupportedFormatException(
                        source,
                        "option '" + entry.getKey() + "' = '" + entry.getValue()
                                + "', which is not known and may change the rows of the table,",
                        "Remove it from the table if it was set by mistake (ALTER TABLE ... RESET), or read"
                                + " the table with" + " the release of Apache Paimon that knows it.");
            }
            if (option != null
                    && option.decision() == OptionDecision.REFUSED_WHEN_READ
                    && !option.asksForNothing(entry.getValue())) {
                String remedy = option.group().remedy();
                throw new UnsupportedFormatException(
                        source,
                        "option '" + entry.getKey() + "' = '" + entry.getValue() + "'",
                        remedy.isEmpty()
                                ? "Read the table with Apache Paimon's own connector until a newer release of this one"
                                        + " does."
                                : remedy);
            }
        }
    }

    /**
     * Rejects a table if writing it would break a guarantee of its options.
     *
     * @param source the schema file, for messages
     * @throws InvalidTableException naming the option and the remedy
     */
    public static void checkWritable(String source, Map<String, String> options) {
        for (Map.Entry<String, String> entry : new TreeMap<>(options).entrySet()) {
            String key = entry.getKey();
            KnownOption option = KnownOptions.find(key);
            String named = "option '" + key + "' = '" + entry.getValue() + "'";
            if (option == null && isOfTheFormat(key)) {
                throw new InvalidTableException(source + ": A table with " + named + ", which is not known, is not"
                        + " written. Remove it from the table if it was set by mistake (ALTER TABLE ... RESET)"
                        + KnownOptions.didYouMean(key, Set.of()));
            }
            if (option != null && isRefused(option, entry.getValue())) {
                throw new InvalidTableException(
                        source + ": A table with " + named + " is not written yet. " + whyNotWritten(option));
            }
        }
    }

    /**
     * The reason why a new or altered table cannot have an option, or null if it can.
     *
     * @param key a key that the table does not have yet, or has with another value
     */
    public static @Nullable String whyRefused(String key, String value) {
        KnownOption option = KnownOptions.find(key);
        if (option == null) {
            return "Unknown option '" + key + "'" + KnownOptions.didYouMean(key, Set.of());
        }
        if (!option.isValid(value)) {
            return "Option '" + key + "' is '" + value + "', but must be "
                    + option.option().type().valid() + ".";
        }
        return isRefused(option, value)
                ? "Option '" + key + "' = '" + value + "' is not supported: a table with it is not written here. "
                        + whyNotWritten(option)
                : null;
    }

    private static boolean isRefused(KnownOption option, String value) {
        return NOT_WRITTEN.contains(option.decision()) && !option.asksForNothing(value);
    }

    private static String whyNotWritten(KnownOption option) {
        String remedy = option.group().remedy();
        return option.group().reason() + " " + (remedy.isEmpty() ? "Write the table with Apache Paimon." : remedy);
    }

    private static boolean mayChangeRows(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return ROWS.stream().anyMatch(lower::startsWith);
    }

    private static boolean isOfTheFormat(String key) {
        return mayChangeRows(key) || FIRST_WORDS.contains(firstWord(key.toLowerCase(Locale.ROOT)));
    }

    private static String firstWord(String key) {
        return key.split("[.-]", 2)[0];
    }
}
