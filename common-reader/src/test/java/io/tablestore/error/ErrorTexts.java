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
package io.tablestore.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The messages of exceptions in a source file, as templates: string literals with {@code …} in place of every other
 * expression. The alternatives of a condition stand in braces, separated by {@code |}.
 */
final class ErrorTexts {

    static final String GAP = "…";

    /** What creates an exception: a constructor, or a method of the class that takes only the message. */
    private static final Pattern CREATION = Pattern.compile("new (CorruptFile|UnsupportedFormat|InvalidTable|TableStore"
            + "|CommitConflict|IO|Metastore|Trino|Parameter|Validation|Catalog|Meta|Semantic|SerDe)Exception\\("
            + "|(Store)Exception\\.from\\("
            + "|throw (wrong|invalid)\\(");

    /** The message that each exception makes of its arguments; of the others it is the first one. */
    private static final Map<String, UnaryOperator<List<String>>> MESSAGES = Map.of(
            "CorruptFile", arguments -> List.of(GAP + ": ", arguments.get(1)),
            "UnsupportedFormat",
                    arguments -> List.of(
                            GAP + ": ", arguments.get(1), " is not supported by this reader. ", arguments.get(2)),
            "Store", arguments -> List.of(GAP + ": ", arguments.get(1), ": " + GAP + "."),
            "Metastore", arguments -> List.of(arguments.get(1)),
            "Trino", arguments -> List.of(arguments.get(1)),
            "Parameter", arguments -> List.of(arguments.get(1)));

    private ErrorTexts() {}

    /** The templates in the order of the source, each behind the name of its exception. */
    static List<String> in(String source) {
        List<String> texts = new ArrayList<>();
        Matcher creation = CREATION.matcher(source);
        while (creation.find()) {
            String kind = kind(creation);
            List<String> arguments = split(inside(source, creation.end()), ",").stream()
                    .map(ErrorTexts::template)
                    .toList();
            UnaryOperator<List<String>> message = MESSAGES.getOrDefault(kind, all -> all.subList(0, 1));
            texts.add(kind + " " + joined(message.apply(arguments)));
        }
        return texts;
    }

    private static String kind(Matcher creation) {
        for (int group = 1; group < creation.groupCount(); group++) {
            if (creation.group(group) != null) {
                return creation.group(group);
            }
        }
        return creation.group(creation.groupCount());
    }

    private static String joined(List<String> parts) {
        return String.join("", parts).replaceAll(GAP + "+", GAP);
    }

    /** The text up to the parenthesis that closes the one before {@code start}. */
    private static String inside(String source, int start) {
        int depth = 1;
        int at = start;
        while (depth > 0) {
            char c = source.charAt(at);
            if (c == '"' || c == '\'') {
                at = literalEnd(source, at);
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            at++;
        }
        return source.substring(start, at - 1);
    }

    /** The position after the literal that starts at {@code start}. */
    private static int literalEnd(String source, int start) {
        int at = start + 1;
        while (source.charAt(at) != source.charAt(start)) {
            at += source.charAt(at) == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    /** The parts between separators outside parentheses and literals. */
    private static List<String> split(String expression, String separators) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int partStart = 0;
        int at = 0;
        while (at < expression.length()) {
            char c = expression.charAt(at);
            if (c == '"' || c == '\'') {
                at = literalEnd(expression, at);
                continue;
            }
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            if (depth == 0 && separators.indexOf(c) >= 0) {
                parts.add(expression.substring(partStart, at).strip());
                partStart = at + 1;
            }
            at++;
        }
        parts.add(expression.substring(partStart).strip());
        return parts;
    }

    private static String template(String argument) {
        List<String> branches = split(argument, "?:");
        return branches.size() == 1
                ? sum(argument)
                : branches.subList(1, branches.size()).stream()
                        .map(ErrorTexts::template)
                        .collect(Collectors.joining("|"));
    }

    private static String sum(String argument) {
        StringBuilder text = new StringBuilder();
        for (String part : split(argument, "+")) {
            boolean isLiteral = part.startsWith("\"") && literalEnd(part, 0) == part.length();
            boolean isCondition = part.startsWith("(") && part.contains("?") && part.contains("\"");
            if (isLiteral) {
                text.append(part.substring(1, part.length() - 1).replace("\\\"", "\""));
            } else if (isCondition && part.endsWith(")")) {
                text.append('{')
                        .append(template(part.substring(1, part.length() - 1)))
                        .append('}');
            } else {
                text.append(GAP);
            }
        }
        return text.toString().replaceAll(GAP + "+", GAP);
    }
}
