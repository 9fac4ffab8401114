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

import java.util.Arrays;
import java.util.Locale;

/**
 * The times of two contenders on one task, measured alternately.
 *
 * @param ours seconds of each counted round
 * @param peer seconds of each counted round
 * @param goal largest ratio of medians that meets the goal, or NaN
 */
record Measure(String name, double[] ours, double[] peer, String peerName, double goal) {

    /** Does the task once and returns a checksum of the values consumed. */
    interface Contender {
        long run() throws Exception;
    }

    /** How often a task is done before it counts, and how often it counts. */
    record Rounds(int warmUps, int counted) {

        static final Rounds USUAL = new Rounds(3, 7);

        String text() {
            return "medians of " + counted + " alternating rounds after " + warmUps
                    + (warmUps == 1 ? " warm-up" : " warm-ups");
        }
    }

    /** Runs both in turn; fails if their checksums differ. */
    static Measure alternate(String name, Contender ours, Contender peer, String peerName, double goal)
            throws Exception {
        return alternate(name, ours, peer, peerName, goal, Rounds.USUAL);
    }

    static Measure alternate(String name, Contender ours, Contender peer, String peerName, double goal, Rounds rounds)
            throws Exception {
        double[] ourSeconds = new double[rounds.counted()];
        double[] peerSeconds = new double[rounds.counted()];
        for (int round = -rounds.warmUps(); round < rounds.counted(); round++) {
            long start = System.nanoTime();
            long ourSum = ours.run();
            long middle = System.nanoTime();
            long peerSum = peer.run();
            long end = System.nanoTime();
            if (ourSum != peerSum) {
                throw new IllegalStateException(
                        name + ": our checksum is " + ourSum + ", " + peerName + "'s " + peerSum);
            }
            if (round >= 0) {
                ourSeconds[round] = (middle - start) / 1e9;
                peerSeconds[round] = (end - middle) / 1e9;
            }
        }
        Measure measure = new Measure(name, ourSeconds, peerSeconds, peerName, goal);
        System.err.println(measure.markdown());
        return measure;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double min(double[] values) {
        return Arrays.stream(values).min().orElse(0);
    }

    double ratio() {
        return median(ours) / median(peer);
    }

    static String header() {
        return "| measure | ours, s (min) | peer, s (min) | peer | ratio | goal |\n|---|---|---|---|---|---|";
    }

    String markdown() {
        return String.format(
                Locale.ROOT,
                "| %s | %.3f (%.3f) | %.3f (%.3f) | %s | %.2f | %s |",
                name,
                median(ours),
                min(ours),
                median(peer),
                min(peer),
                peerName,
                ratio(),
                Double.isNaN(goal) ? "" : String.format(Locale.ROOT, "≤ %.2f", goal));
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"measure\":\"%s\",\"ours\":%.4f,\"peer\":%.4f,\"peer_name\":\"%s\",\"ratio\":%.4f,\"goal\":%s}",
                name,
                median(ours),
                median(peer),
                peerName,
                ratio(),
                Double.isNaN(goal) ? "null" : String.format(Locale.ROOT, "%.2f", goal));
    }
}
