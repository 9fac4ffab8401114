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
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Requests and seconds of all contenders, as a Markdown table. */
final class S3Report {

    /** A plan and a scan. */
    record Round(int planRequests, double planSeconds, int scanRequests, double scanSeconds, long checksum) {

        private int requests() {
            return planRequests + scanRequests;
        }

        private double seconds() {
            return planSeconds + scanSeconds;
        }
    }

    private final List<String> lines = new ArrayList<>();

    /** @param peer the rounds of the contender that this one is compared with */
    void add(String table, int delayMillis, String contender, List<Round> rounds, List<Round> peer) {
        String line = String.format(
                Locale.ROOT,
                "| %s | %d ms | %s | %.0f | %.2f | %.0f | %.2f | %.2f | %.2f |",
                table,
                delayMillis,
                contender,
                median(rounds, Round::planRequests),
                median(rounds, Round::planSeconds),
                median(rounds, Round::scanRequests),
                median(rounds, Round::scanSeconds),
                median(rounds, Round::requests) / median(peer, Round::requests),
                median(rounds, Round::seconds) / median(peer, Round::seconds));
        System.err.println(line);
        lines.add(line);
    }

    private static double median(List<Round> rounds, ToDoubleFunction<Round> value) {
        double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    void print(int rounds) {
        System.out.println("## s3: a plan and a scan with two threads");
        System.out.println();
        System.out.println(Runtime.getRuntime().availableProcessors() + " processors, "
                + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB heap, Java "
                + System.getProperty("java.version") + "; medians of " + rounds + " alternating rounds, warm.");
        System.out.println();
        System.out.println("| table | delay | reader | plan: requests | s | scan: requests | s | requests / Paimon's"
                + " | seconds / Paimon's |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        lines.forEach(System.out::println);
    }
}
