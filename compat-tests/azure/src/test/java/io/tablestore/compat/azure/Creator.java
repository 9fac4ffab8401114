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
package io.tablestore.compat.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.TablePath;
import io.tablestore.testing.TestProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;

/** A {@link CreatingMain}, seen from the test. */
final class Creator implements AutoCloseable {

    private final TestProcess process;
    private final Writer names;
    private final BufferedReader answers;

    /** @param port of the emulator, or of a front before it */
    Creator(int port, String name, Path logs) throws IOException {
        process = TestProcess.java(CreatingMain.class, Integer.toString(port), name)
                .heap("128m")
                .talk(logs.resolve(name + ".log"));
        names = process.input();
        answers = process.output();
        assertThat(answers.readLine()).as(process::log).isEqualTo("ready");
    }

    void begin(TablePath file) throws IOException {
        names.write(file + "\n");
        names.flush();
    }

    boolean hasWon() throws IOException {
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
