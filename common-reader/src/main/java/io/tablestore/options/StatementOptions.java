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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks the options of a statement: hints, read options, session settings, catalog properties, command-line arguments. Unknown
 * options are refused, so that a misspelled option never silently returns the wrong rows.
 */
public final class StatementOptions {

    private StatementOptions() {}

    /**
     * Refuses options that the statement does not honour.
     *
     * <p>Options that affect only speed are accepted, and so are values that have no effect, such as
     * {@code 'scan.mode' = 'default'}.
     *
     * @param statement the statement and its table, for messages: {@code "SELECT from db.t"}
     * @param given the options, under the keys of Apache Paimon's connectors or of this one
     * @param honoured keys that the statement honours, including those that only its engine knows
     * @throws TableStoreException if an option is refused; the message names it and the remedy
     */
    public static void check(String statement, Map<String, String> given, Set<String> honoured) {
        for (Map.Entry<String, String> entry : new TreeMap<>(given).entrySet()) {
            String key = entry.getKey();
            KnownOption option = KnownOptions.find(key);
            if (option != null) {
                checkValue(statement, key, entry.getValue(), option);
            }
            if (honoured.contains(key)) {
                continue;
            }
            if (option == null) {
                throw new TableStoreException("Unknown option '" + key + "' in " + statement
                        + KnownOptions.didYouMean(key, honoured) + taken(honoured));
            }
            if (!mayPass(option, entry.getValue())) {
                throw new TableStoreException("Option '" + key + "' = '" + entry.getValue() + "' is not supported in "
                        + statement + ". " + reason(option) + taken(honoured));
            }
        }
    }

    private static void checkValue(String statement, String key, String value, KnownOption option) {
        if (!option.isValid(value)) {
            throw new TableStoreException("Option '" + key + "' in " + statement + " is '" + value + "', but must be "
                    + option.option().type().valid() + ".");
        }
        String expected = option.option().expectedNumber(value);
        if (expected != null) {
            throw new TableStoreException(
                    "Option '" + key + "' in " + statement + " is '" + value + "', but must be " + expected + ".");
        }
    }

    private static boolean mayPass(KnownOption option, String value) {
        return switch (option.decision()) {
            case HARMLESS -> true;
            case HONOURED -> false;
            default -> option.asksForNothing(value);
        };
    }

    private static String taken(Set<String> honoured) {
        return honoured.isEmpty() ? "" : " It takes the options " + String.join(", ", new TreeSet<>(honoured)) + ".";
    }

    private static String reason(KnownOption option) {
        String remedy = option.group().remedy();
        return switch (option.decision()) {
            case HONOURED -> "It is an option of the table: set it with ALTER TABLE, or when the table is created.";
            case NOT_USED, HARMLESS ->
                option.group().reason() + " " + (remedy.isEmpty() ? "Leave it out of the statement." : remedy);
            default -> "Leave it out of the statement, or run the statement with Apache Paimon.";
        };
    }
}
