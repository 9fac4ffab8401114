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
package io.tablestore.compat;

import io.tablestore.testing.TestProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Measures how large values, rows, pages and schemas may be: each case is written, compacted and read in JVMs of their own, and
 * printed with the peaks of heap, Arrow and resident memory. Run by {@code LargeValuesTest} with {@code -Dlarge.values=true}.
 *
 * <p>System properties, all lists with commas: {@code heaps} (such as {@code 256m,1g}), {@code formats}, {@code cases},
 * {@code sizes} (MB), {@code fills}; {@code budget}, the limit of Arrow's memory in MB.
 */
final class LargeValues {

    private static final List<String> SIZED =
            List.of("value", "row", "array", "blob", "merge-value", "merge-row", "merge-update");
    private static final List<String> UNSIZED = List.of("many", "merge-many", "repeated", "page", "wide");

    private LargeValues() {}

    public static void main(String[] arguments) throws Exception {
        List<String> cases = list("cases", String.join(",", SIZED) + "," + String.join(",", UNSIZED));
        for (String heap : list("heaps", "256m,1g")) {
            for (String format : list("formats", "parquet,orc,avro")) {
                for (String name : cases) {
                    boolean sized = SIZED.contains(name);
                    for (String fill : list("fills", "zeros,random")) {
                        for (String size : sized ? list("sizes", "1,10,50,100,200,300") : List.of("1")) {
                            measure(heap, format, name, size, fill);
                        }
                    }
                }
            }
        }
    }

    private static List<String> list(String property, String otherwise) {
        return List.of(System.getProperty(property, otherwise).split(","));
    }

    private static void measure(String heap, String format, String name, String size, String fill) throws Exception {
        boolean onlyOnce =
                name.equals("page") || name.equals("blob"); // the format of the other columns is of no account
        if (onlyOnce && !format.equals("parquet") || name.equals("wide") && fill.equals("random")) {
            return;
        }
        Path directory = Files.createTempDirectory("large-values");
        try {
            String root = directory.resolve("t").toString();
            String what = String.join(" ", heap, format, name, size + " MB", fill);
            if (onlyOnce) { // written by others, whose memory is not ours to measure
                step("3g", "write", name, format, size, fill, root);
            } else {
                write(heap, what, directory, name, format, size, fill, root);
            }
            System.out.println(what + " read " + step(heap, "read", name, format, size, fill, root));
            if (name.startsWith("merge")) {
                System.out.println(what + " compact " + step(heap, "compact", name, format, size, fill, root));
            }
        } finally {
            delete(directory);
        }
    }

    /** Writes with what is given, or if that fails with what it takes, so that the table can be read. */
    private static void write(String heap, String what, Path directory, String... arguments) throws Exception {
        String written = step(heap, "write", arguments);
        System.out.println(what + " write " + written);
        if (!written.endsWith(" ok")) {
            delete(directory);
            Files.createDirectories(directory);
            step("3g", "write", arguments);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The line that a JVM prints: peaks of heap, Arrow and resident memory in MB, and how it ended. */
    static String step(String heap, String step, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(step));
        all.addAll(List.of(arguments));
        all.add(System.getProperty("budget", "0"));
        TestProcess.Result ended = TestProcess.java(LargeValuesCase.class, all.toArray(String[]::new))
                .heap(heap)
                .flags(TestProcess.opens("java.base/java.nio"))
                .run();
        String output = ended.output();
        for (String line : output.lines().toList()) {
            if (line.startsWith("@")) {
                if (line.contains("FAILED")) {
                    System.out.println(output);
                }
                return line.substring(1);
            }
        }
        return "FAILED: exit code " + ended.exitCode() + "\n" + output;
    }
}
