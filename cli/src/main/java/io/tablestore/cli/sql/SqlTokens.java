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

import io.tablestore.cli.sql.SqlPredicateParser.Token;
import io.tablestore.error.TableStoreException;
import java.util.ArrayList;
import java.util.List;

/** Splits a condition into tokens. */
final class SqlTokens {

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private SqlTokens(String sql) {
        this.sql = sql;
    }

    static List<Token> of(String sql) {
        SqlTokens lexer = new SqlTokens(sql);
        while (lexer.at < sql.length()) {
            lexer.take();
        }
        return lexer.tokens;
    }

    private void take() {
        int start = at;
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '\'') {
            add(Token.Kind.TEXT, quoted('\''), start);
        } else if (c == '"' || c == '`') {
            add(Token.Kind.NAME, quoted(c), start);
        } else if ((c == 'x' || c == 'X') && at + 1 < sql.length() && sql.charAt(at + 1) == '\'') {
            at++;
            add(Token.Kind.BYTES, quoted('\''), start);
        } else if (Character.isDigit(c) || c == '.' && at + 1 < sql.length() && Character.isDigit(sql.charAt(at + 1))) {
            add(Token.Kind.NUMBER, number(), start);
        } else if (Character.isLetter(c) || c == '_') {
            while (at < sql.length() && (Character.isLetterOrDigit(sql.charAt(at)) || sql.charAt(at) == '_')) {
                at++;
            }
            add(Token.Kind.WORD, sql.substring(start, at), start);
        } else {
            add(Token.Kind.SYMBOL, symbol(), start);
        }
    }

    private void add(Token.Kind kind, String text, int position) {
        tokens.add(new Token(kind, text, position));
    }

    /** Quoted text, in which a doubled quote is a single one. */
    private String quoted(char quote) {
        StringBuilder text = new StringBuilder();
        int start = at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c != quote) {
                text.append(c);
            } else if (at < sql.length() && sql.charAt(at) == quote) {
                text.append(quote);
                at++;
            } else {
                return text.toString();
            }
        }
        throw new TableStoreException(
                "--where: The quote at character " + (start + 1) + " of '" + sql + "' is not closed.");
    }

    private String number() {
        int start = at;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            boolean exponentSign = (c == '+' || c == '-') && "eE".indexOf(sql.charAt(at - 1)) >= 0;
            if (!Character.isDigit(c) && c != '.' && c != 'e' && c != 'E' && !exponentSign) {
                break;
            }
            at++;
        }
        String text = sql.substring(start, at);
        if (!text.matches("\\d*\\.?\\d*([eE][+-]?\\d{1,4})?")) {
            throw new TableStoreException("--where: '" + text + "' is not a number in '" + sql + "'.");
        }
        return text;
    }

    private String symbol() {
        String two = at + 2 <= sql.length() ? sql.substring(at, at + 2) : "";
        if (List.of("<=", ">=", "<>", "!=").contains(two)) {
            at += 2;
            return two;
        }
        char c = sql.charAt(at++);
        if ("=<>(),-+.".indexOf(c) < 0) {
            throw new TableStoreException(
                    "--where: '" + c + "' at character " + at + " is not understood in '" + sql + "'.");
        }
        return String.valueOf(c);
    }
}
