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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Prints measures as a Markdown table and, where asked, writes them as JSON. */
final class Report {

    private final List<Measure> measures = new ArrayList<>();

    void add(Measure measure) {
        measures.add(measure);
    }

    /** @param arguments may hold {@code --json FILE} */
    void finish(String title, String[] arguments) throws IOException {
        finish(title, Measure.Rounds.USUAL.text(), arguments);
    }

    /**
     * @param rounds what was measured how often
     * @param arguments may hold {@code --json FILE}
     */
    void finish(String title, String rounds, String[] arguments) throws IOException {
        System.out.println("## " + title);
        System.out.println();
        System.out.println(Runtime.getRuntime().availableProcessors() + " processors, "
                + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB heap, Java "
                + System.getProperty("java.version") + "; " + rounds + ".");
        System.out.println();
        System.out.println(Measure.header());
        measures.forEach(measure -> System.out.println(measure.markdown()));
        for (int i = 0; i + 1 < arguments.length; i++) {
            if (arguments[i].equals("--json")) {
                String json = measures.stream().map(Measure::json).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
                Files.writeString(Path.of(arguments[i + 1]), json);
            }
        }
    }
}
