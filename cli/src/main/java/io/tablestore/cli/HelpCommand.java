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
package io.tablestore.cli;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code tablestore help}: shows the options of a command. It replaces picocli's help command, which ignores what
 * follows the command.
 */
@Command(name = "help", description = "Shows the options of a command, and examples.", mixinStandardHelpOptions = true)
final class HelpCommand implements Runnable {

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "COMMAND", arity = "0..1", description = "The command; all of them without one.")
    private List<String> commands = List.of();

    @Override
    public void run() {
        CommandLine called = Objects.requireNonNull(spec).commandLine();
        CommandLine all = called.getParent();
        if (commands.size() > 1) {
            throw new ParameterException(
                    called, "Help is about one command at a time, not " + String.join(" and ", commands) + ".");
        }
        CommandLine asked = commands.isEmpty() ? all : all.getSubcommands().get(commands.get(0));
        if (asked == null) {
            throw new ParameterException(
                    called,
                    "There is no command '" + commands.get(0) + "'. There are "
                            + String.join(", ", all.getSubcommands().keySet()) + ".");
        }
        asked.usage(all.getOut());
    }
}
