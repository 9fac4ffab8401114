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
package io.tablestore.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Requests and seconds of whole queries, as a Markdown table. */
final class QueryReport {

    /** One query. */
    record Round(int requests, double seconds) {}

    private static final Round NOT_MEASURED = new Round(0, 0);

    private final List<String> lines = new ArrayList<>();

    /** Of Paimon's library, by table and delay: the peer of engines for which there is no connector of Paimon's. */
    private final Map<String, Round> library = new HashMap<>();

    /** @param peer the medians of the contender to compare with, or null for Paimon's library */
    Round add(QueryContender contender, String table, int delayMillis, List<Round> rounds, Round peer) {
        Round own = new Round((int) median(rounds, Round::requests), median(rounds, Round::seconds));
        String measure = table + " " + delayMillis;
        if (contender instanceof LibraryContender && peer == null) {
            library.put(measure, own);
        }
        Round compared = peer == null ? library.getOrDefault(measure, NOT_MEASURED) : peer;
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %d ms | %s | %d | %.2f | %.2f | %.2f |",
                contender.engine(),
                table,
                delayMillis,
                contender.reader(),
                own.requests,
                own.seconds,
                own.requests / (double) compared.requests,
                own.seconds / compared.seconds);
        System.err.println(line);
        lines.add(line);
        return own;
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    void print(int rounds) {
        System.out.println("## s3-engines: the first query of a table in a warm engine");
        System.out.println();
        System.out.println(Runtime.getRuntime().availableProcessors() + " processors; medians of " + rounds
                + " alternating rounds, each over a copy of the table that no query has read. The ratios are to"
                + " Paimon's connector in the same engine, in Trino, Hive and the command line to Paimon's library.");
        System.out.println();
        System.out.println("| engine | table | delay | reader | requests | s | requests / Paimon's | s / Paimon's |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        lines.forEach(System.out::println);
    }
}
