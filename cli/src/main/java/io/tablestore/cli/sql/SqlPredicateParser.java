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
package io.tablestore.cli.sql;

import io.tablestore.error.TableStoreException;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses the condition of {@code --where}: comparisons, IN, BETWEEN, LIKE 'x%', IS [NOT] NULL, AND, OR, NOT and
 * parentheses. A column is a bare name, or any text in double quotes or backticks.
 */
public final class SqlPredicateParser {

    /** Maximum depth of nested parentheses; each level uses several stack frames. */
    private static final int DEEPEST = 250;

    private final String sql;
    private final List<Token> tokens;
    private int next;
    private int depth;

    private SqlPredicateParser(String sql) {
        this.sql = sql;
        this.tokens = SqlTokens.of(sql);
    }

    public static Predicate parse(String sql) {
        SqlPredicateParser parser = new SqlPredicateParser(sql);
        Predicate predicate = parser.or();
        if (parser.peek() != null) {
            throw parser.unexpected("AND, OR or the end");
        }
        return predicate;
    }

    /** A token: a word, a quoted name, a string, a number or a symbol. */
    record Token(Kind kind, String text, int position) {
        enum Kind {
            WORD,
            NAME,
            TEXT,
            BYTES,
            NUMBER,
            SYMBOL
        }
    }

    private Predicate or() {
        List<Predicate> children = new ArrayList<>(List.of(and()));
        while (takeWord("OR")) {
            children.add(and());
        }
        return Predicate.or(children);
    }

    private Predicate and() {
        List<Predicate> children = new ArrayList<>(List.of(not()));
        while (takeWord("AND")) {
            children.add(not());
        }
        return Predicate.and(children);
    }

    private Predicate not() {
        boolean negated = false;
        while (takeWord("NOT")) {
            negated = !negated;
        }
        return negated ? Predicate.not(primary()) : primary();
    }

    private Predicate primary() {
        if (takeSymbol("(")) {
            if (++depth > DEEPEST) {
                throw new TableStoreException(
                        "--where: Parentheses are nested deeper than " + DEEPEST + " at character "
                                + (tokens.get(next - 1).position + 1) + ". Write the condition with fewer levels.");
            }
            Predicate inner = or();
            expectSymbol(")");
            depth--;
            return inner;
        }
        if (isLiteralAhead()) {
            Object literal = literal();
            if (literal instanceof Boolean constant && comparison(false) == null) {
                return constant ? Predicate.TRUE : Predicate.FALSE;
            }
            Comparison comparison = comparison(true);
            if (comparison == null) {
                throw unexpected("a comparison");
            }
            return Predicate.compare(column(), comparison.mirrored(), literal);
        }
        return condition(column());
    }

    private Predicate condition(String column) {
        if (takeWord("IS")) {
            boolean negated = takeWord("NOT");
            expectWord("NULL");
            Predicate isNull = Predicate.isNull(column);
            return negated ? Predicate.not(isNull) : isNull;
        }
        boolean negated = takeWord("NOT");
        Predicate condition = null;
        if (takeWord("IN")) {
            condition = in(column);
        } else if (takeWord("BETWEEN")) {
            Object low = literal();
            expectWord("AND");
            condition = Predicate.and(
                    Predicate.compare(column, Comparison.GREATER_OR_EQUAL, low),
                    Predicate.compare(column, Comparison.LESS_OR_EQUAL, literal()));
        } else if (takeWord("LIKE")) {
            condition = like(column, literal());
        } else if (!negated) {
            Comparison comparison = comparison(true);
            if (comparison != null) {
                condition = Predicate.compare(column, comparison, literal());
            }
        }
        if (condition == null) {
            throw unexpected("a comparison, IN, BETWEEN, LIKE or IS NULL");
        }
        return negated ? Predicate.not(condition) : condition;
    }

    private Predicate in(String column) {
        expectSymbol("(");
        List<Object> literals = new ArrayList<>(List.of(literal()));
        while (takeSymbol(",")) {
            literals.add(literal());
        }
        expectSymbol(")");
        return new Predicate.In(column, literals);
    }

    private static Predicate like(String column, Object pattern) {
        String text = pattern.toString();
        int wildcard = 0;
        while (wildcard < text.length() && text.charAt(wildcard) != '%' && text.charAt(wildcard) != '_') {
            wildcard++;
        }
        if (wildcard == text.length()) {
            return Predicate.compare(column, Comparison.EQUAL, text);
        }
        if (wildcard != text.length() - 1 || text.charAt(wildcard) != '%') {
            throw new TableStoreException(
                    "LIKE '" + text + "' is not supported; a pattern is a text followed by one %, as in LIKE 'x%'.");
        }
        return new Predicate.StartsWith(column, text.substring(0, wildcard));
    }

    private @Nullable Comparison comparison(boolean take) {
        Token token = peek();
        if (token == null || token.kind != Token.Kind.SYMBOL) {
            return null;
        }
        for (Comparison comparison : Comparison.values()) {
            boolean same = comparison.sql().equals(token.text)
                    || comparison == Comparison.NOT_EQUAL && token.text.equals("!=");
            if (same) {
                next += take ? 1 : 0;
                return comparison;
            }
        }
        return null;
    }

    /** A column or a nested field, {@code a.b}. */
    private String column() {
        Token token = peek();
        if (token == null || token.kind != Token.Kind.WORD && token.kind != Token.Kind.NAME) {
            throw unexpected("a column");
        }
        next++;
        StringBuilder path = new StringBuilder(token.text);
        while (takeSymbol(".")) {
            Token field = peek();
            if (field == null || field.kind != Token.Kind.WORD && field.kind != Token.Kind.NAME) {
                throw unexpected("a field");
            }
            path.append('.').append(field.text);
            next++;
        }
        return path.toString();
    }

    private boolean isLiteralAhead() {
        Token token = peek();
        if (token == null || token.kind == Token.Kind.NAME) {
            return false;
        }
        if (token.kind != Token.Kind.WORD) {
            return token.kind != Token.Kind.SYMBOL || token.text.equals("-");
        }
        boolean typed = next + 1 < tokens.size() && tokens.get(next + 1).kind == Token.Kind.TEXT;
        return switch (token.text.toUpperCase(Locale.ROOT)) {
            case "TRUE", "FALSE" -> true;
            case "DATE", "TIME", "TIMESTAMP" -> typed;
            default -> false;
        };
    }

    private Object literal() {
        Token token = peek();
        if (token == null) {
            throw unexpected("a literal");
        }
        next++;
        switch (token.kind) {
            case TEXT -> {
                return token.text;
            }
            case BYTES -> {
                return bytes(token.text);
            }
            case NUMBER -> {
                return number(token.text);
            }
            case WORD -> {
                return typedLiteral(token);
            }
            case SYMBOL -> {
                Token number = peek();
                if ((token.text.equals("-") || token.text.equals("+"))
                        && number != null
                        && number.kind == Token.Kind.NUMBER) {
                    next++;
                    return number((token.text.equals("-") ? "-" : "") + number.text);
                }
            }
            case NAME -> {}
        }
        next--;
        throw unexpected("a literal");
    }

    private static byte[] bytes(String digits) {
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException malformed) {
            throw new TableStoreException(
                    "The literal x'" + digits + "' is not a binary; it takes two hexadecimal digits for each byte.",
                    malformed);
        }
    }

    private static Object number(String text) {
        BigDecimal exact = new BigDecimal(text);
        if (text.indexOf('e') < 0 && text.indexOf('E') < 0 && text.indexOf('.') < 0) {
            return exact.precision() <= 18 ? (Object) exact.longValueExact() : exact;
        }
        return exact;
    }

    private Object typedLiteral(Token word) {
        String keyword = word.text.toUpperCase(Locale.ROOT);
        if (keyword.equals("TRUE") || keyword.equals("FALSE")) {
            return keyword.equals("TRUE");
        }
        Token text = peek();
        if (text == null || text.kind != Token.Kind.TEXT) {
            next--;
            throw keyword.equals("NULL")
                    ? new TableStoreException("Nothing equals NULL; write IS NULL or IS NOT NULL.")
                    : unexpected("a literal (texts stand in single quotes)");
        }
        next++;
        try {
            return switch (keyword) {
                case "DATE" -> LocalDate.parse(text.text);
                case "TIME" -> LocalTime.parse(text.text);
                case "TIMESTAMP" -> timestamp(text.text);
                default -> throw unexpected("DATE, TIME or TIMESTAMP before a text");
            };
        } catch (DateTimeException malformed) {
            throw new TableStoreException(
                    keyword + " '" + text.text + "' is not a " + keyword.toLowerCase(Locale.ROOT) + " in ISO-8601.",
                    malformed);
        }
    }

    private static Object timestamp(String text) {
        String iso = text.strip().replaceFirst("(?<=\\d) (?=\\d)", "T");
        if (iso.matches(".*T.*([zZ]|[+-]\\d\\d(:?\\d\\d)?)")) {
            Instant instant = OffsetDateTime.parse(iso).toInstant();
            return instant;
        }
        return iso.indexOf('T') < 0 ? LocalDate.parse(iso).atStartOfDay() : (Object) LocalDateTime.parse(iso);
    }

    private @Nullable Token peek() {
        return next < tokens.size() ? tokens.get(next) : null;
    }

    private boolean takeWord(String word) {
        Token token = peek();
        boolean taken = token != null && token.kind == Token.Kind.WORD && token.text.equalsIgnoreCase(word);
        next += taken ? 1 : 0;
        return taken;
    }

    private boolean takeSymbol(String symbol) {
        Token token = peek();
        boolean taken = token != null && token.kind == Token.Kind.SYMBOL && token.text.equals(symbol);
        next += taken ? 1 : 0;
        return taken;
    }

    private void expectWord(String word) {
        if (!takeWord(word)) {
            throw unexpected(word);
        }
    }

    private void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw unexpected("'" + symbol + "'");
        }
    }

    private TableStoreException unexpected(String expected) {
        Token token = peek();
        String found = token == null ? "the end" : "'" + token.text + "' at character " + (token.position + 1);
        return new TableStoreException("--where: Expected " + expected + ", but found " + found + " in '" + sql + "'.");
    }
}
