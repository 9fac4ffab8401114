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

import io.tablestore.error.TableStoreException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code tablestore}: the entry point. Exit codes are 0, 1 (an error of the table or the request) and 2 (usage). */
@Command(
        name = "tablestore",
        description = "Reads table-store tables (Apache Paimon's format) without an engine.",
        subcommands = {
            ScanCommand.class,
            InspectCommand.class,
            ExplainCommand.class,
            ListCommand.class,
            HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        footer = {
            "",
            "'tablestore help COMMAND' has the options of a command, and examples.",
            "Exit codes: 0 done, 1 the table or the request is at fault, 2 wrong usage."
        })
public final class Main implements Runnable {

    /** Wide enough that no example wraps. */
    private static final int USAGE_WIDTH = 120;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of an error.")
    private boolean debug;

    private @Nullable CommandLine commandLine;

    /** Runs a command and exits with its exit code. */
    public static void main(String[] args) {
        Warnings.install();
        System.exit(run(args));
    }

    /** Runs a command; returns its exit code. */
    public static int run(String... args) {
        Main main = new Main();
        CommandLine commandLine = new CommandLine(main);
        main.commandLine = commandLine;
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setUsageHelpWidth(USAGE_WIDTH);
        commandLine.registerConverter(long.class, text -> wholeNumber(text, Long::valueOf, Long.MAX_VALUE));
        commandLine.registerConverter(Long.class, text -> wholeNumber(text, Long::valueOf, Long.MAX_VALUE));
        commandLine.registerConverter(int.class, text -> wholeNumber(text, Integer::valueOf, Integer.MAX_VALUE));
        commandLine.setParameterExceptionHandler((wrong, arguments) -> reportUsage(wrong));
        commandLine.setExecutionExceptionHandler((failure, command, result) -> main.report(failure));
        return commandLine.execute(args);
    }

    private static <N extends Number> N wholeNumber(String text, Function<String, N> parser, N most) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException malformed) {
            throw new TypeConversionException("'" + text + "' is not a whole number up to " + most);
        }
    }

    /**
     * Reports what is wrong and where the options are described. Printing all options would scroll the error off the
     * screen.
     */
    private static int reportUsage(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter errors = command.getErr();
        errors.println("tablestore: " + wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, errors);
        errors.println(
                command.getParent() == null
                        ? "'tablestore help' has the commands."
                        : "'tablestore help " + command.getCommandName() + "' has the options of this command.");
        errors.flush();
        return 2;
    }

    private int report(Exception failure) {
        Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        if (cause instanceof IOException && isClosedPipe(cause)) {
            return 0; // the reader of our output has closed the pipe
        }
        if (debug) {
            failure.printStackTrace();
        } else if (failure instanceof TableStoreException || failure instanceof IOException) {
            System.err.println("tablestore: " + failure.getMessage());
        } else {
            System.err.println("tablestore: internal error: " + failure + " (run again with --debug, and report it)");
        }
        return 1;
    }

    private static boolean isClosedPipe(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.contains("Broken pipe") || message.contains("Stream closed");
    }

    @Override
    public void run() {
        CommandLine called = Objects.requireNonNull(commandLine);
        throw new ParameterException(
                called,
                "A command is missing. There are "
                        + String.join(", ", called.getSubcommands().keySet()) + ".");
    }

    /** Reads the version from the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"tablestore " + (version == null ? "(not packaged)" : version)};
        }
    }
}
