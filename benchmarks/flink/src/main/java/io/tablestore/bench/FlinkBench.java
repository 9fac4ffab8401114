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

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code ./bench flink}: the packaged connector beside Apache Paimon's, each in a Flink of its own (one process, two slots),
 * in turn. What they wrote is read by both, and the answers are compared.
 */
public final class FlinkBench {

    private static final long ROWS = Long.getLong("bench.rows", 10_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final String ONLY = System.getProperty("bench.only", ".*");
    private static final Contender OURS = new Contender("tablestore", System.getProperty("bundle.jar"));
    private static final Contender PEER = new Contender("paimon", System.getProperty("paimon.jar"));

    private final Path directory;

    private FlinkBench(Path directory) {
        this.directory = directory;
    }

    /** @param catalog the type of its catalog */
    private record Contender(String catalog, String jar) {}

    /** What a process measured: seconds, seconds of processors, megabytes at the peak, and what it answered. */
    private record Result(double seconds, double cpu, double megabytes, String answer) {}

    /** @param arguments the directory for tables; it is emptied */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]).toAbsolutePath().resolve("flink");
        delete(directory);
        System.out.println("## flink: " + ROWS + " upserts over " + ROWS / 2 + " keys, 12 columns");
        System.out.println();
        System.out.println(Runtime.getRuntime().availableProcessors() + " processors, Java "
                + System.getProperty("java.version") + "; medians of " + ROUNDS + " alternating processes each. Peer: "
                + Path.of(PEER.jar).getFileName() + ".");
        System.out.println();
        System.out.println(
                "| measure | ours, s | peer, s | ratio | goal | CPU s, ours / peer | peak MB, ours / peer |");
        System.out.println("|---|---|---|---|---|---|---|");
        FlinkBench bench = new FlinkBench(Files.createDirectories(directory));
        bench.writing("streaming ingest", "ingest", "≤ 0.67");
        bench.writing("streaming ingest, 2,000 partitions", "ingest-partitions", "");
        bench.compactingAndReading();
        delete(directory);
    }

    private void writing(String title, String task, String goal) throws Exception {
        if (!title.matches(ONLY)) {
            return;
        }
        List<Result> ours = new ArrayList<>();
        List<Result> peers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(run(OURS, OURS.catalog, task));
            peers.add(run(PEER, PEER.catalog, task));
            if (round == 0) {
                same(title, run(OURS, OURS.catalog, "read"), run(PEER, PEER.catalog, "read"));
                same(title, run(PEER, OURS.catalog, "read"), run(OURS, PEER.catalog, "read"));
            }
            delete(directory.resolve(OURS.catalog));
            delete(directory.resolve(PEER.catalog));
        }
        print(title, ours, peers, goal);
    }

    private void compactingAndReading() throws Exception {
        if (!"compaction read".matches(ONLY)) {
            return;
        }
        run(PEER, "runs", "ingest-runs");
        reading("batch read, runs not merged, 12 columns", "read", "≤ 0.50");
        reading("batch read, runs not merged, three columns", "read-three", "≤ 0.50");
        List<Result> ours = new ArrayList<>();
        List<Result> peers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Contender contender : List.of(OURS, PEER)) {
                Path database = directory.resolve(contender.catalog).resolve("default.db");
                copy(directory.resolve("runs"), directory.resolve(contender.catalog));
                copy(database.resolve("t"), database.resolve("t_warm"));
                (contender.equals(OURS) ? ours : peers).add(run(contender, contender.catalog, "compact"));
            }
            if (round == 0) {
                same("compaction", run(OURS, OURS.catalog, "read"), run(PEER, PEER.catalog, "read"));
                same("compaction", run(PEER, OURS.catalog, "read"), run(OURS, PEER.catalog, "read"));
            }
            if (round < ROUNDS - 1) {
                delete(directory.resolve(OURS.catalog));
                delete(directory.resolve(PEER.catalog));
            }
        }
        print("compaction of all runs", ours, peers, "≤ 0.50");
        delete(directory.resolve("runs"));
        Files.move(directory.resolve(PEER.catalog), directory.resolve("runs"));
        reading("batch read, compacted, 12 columns", "read", "");
        reading("batch read, compacted, three columns", "read-three", "");
    }

    /** Both read the table {@code runs}. */
    private void reading(String title, String task, String goal) throws Exception {
        List<Result> ours = new ArrayList<>();
        List<Result> peers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            ours.add(run(OURS, "runs", task));
            peers.add(run(PEER, "runs", task));
            same(title, ours.get(round), peers.get(round));
        }
        print(title, ours, peers, goal);
    }

    private static void same(String what, Result one, Result other) {
        if (!one.answer.equals(other.answer)) {
            throw new IllegalStateException(what + ": " + one.answer + " and " + other.answer);
        }
    }

    private Result run(Contender contender, String warehouse, String task) throws Exception {
        Path log = directory.resolve(contender.catalog + "-" + task + ".log");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx3g",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "-cp",
                // Flink first: the peer's jar has stand-ins for classes of newer Flinks
                System.getProperty("java.class.path") + File.pathSeparator + contender.jar,
                FlinkWork.class.getName(),
                contender.catalog,
                directory.resolve(warehouse).toString(),
                task,
                "t",
                Long.toString(ROWS));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.waitFor();
        String result = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("RESULT "))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(contender.catalog + ", " + task + ": no result, see " + log));
        String[] parts = result.split(" ");
        System.err.println(contender.catalog + " " + task + ": " + result);
        return new Result(
                Double.parseDouble(parts[1]), Double.parseDouble(parts[2]), Double.parseDouble(parts[3]), parts[4]);
    }

    private static void print(String title, List<Result> ours, List<Result> peers, String goal) {
        double our = median(ours, Result::seconds);
        double peer = median(peers, Result::seconds);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.2f (%s) | %.2f (%s) | %.2f | %s | %.1f / %.1f | %.0f / %.0f |%n",
                title,
                our,
                raw(ours),
                peer,
                raw(peers),
                our / peer,
                goal,
                median(ours, Result::cpu),
                median(peers, Result::cpu),
                median(ours, Result::megabytes),
                median(peers, Result::megabytes));
    }

    private static String raw(List<Result> results) {
        return results.stream()
                .map(result -> String.format(Locale.ROOT, "%.2f", result.seconds))
                .collect(Collectors.joining(", "));
    }

    private static double median(List<Result> results, ToDoubleFunction<Result> of) {
        double[] values = results.stream().mapToDouble(of).sorted().toArray();
        return values[values.length / 2];
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
