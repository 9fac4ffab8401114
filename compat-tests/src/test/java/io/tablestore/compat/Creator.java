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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.TablePath;
import io.tablestore.testing.TestProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that creates files, seen from the test. */
public final class Creator implements AutoCloseable {

    private final TestProcess process;
    private final Writer names;
    private final BufferedReader answers;

    /**
     * Starts the process and waits until it is ready.
     *
     * @param name what its files contain, before their own names
     * @param directory in which it creates files
     * @param settings of the file system
     * @param logs directory for what it prints
     */
    public Creator(String name, TablePath directory, Map<String, String> settings, Path logs) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(name, directory.location()));
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        process = TestProcess.java(CreatingMain.class, arguments.toArray(String[]::new))
                .heap("192m")
                .talk(logs.resolve(name + ".log"));
        names = process.input();
        answers = process.output();
        assertThat(answers.readLine()).as(process::log).isEqualTo("ready");
    }

    /** What a process writes to a file. */
    static byte[] content(String name, TablePath file) {
        return (name + " " + file).getBytes(StandardCharsets.UTF_8);
    }

    /** Lets it create a file, without waiting for that. */
    public void begin(TablePath file) throws IOException {
        names.write(file.location() + "\n");
        names.flush();
    }

    /** Whether it has created the next file of those that were begun. */
    public boolean hasWon() throws IOException {
        String answer = answers.readLine();
        assertThat(answer).as(process::log).isIn("won", "lost");
        return answer.equals("won");
    }

    /** Ends the process at once. */
    @Override
    public void close() {
        process.close();
    }
}
