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

import java.util.List;
import java.util.Map;

/**
 * How an engine writes the queries of the benchmark, each of which reads every value of its columns.
 *
 * @param quote around names
 * @param length the function that gives the length of a text
 */
record Dialect(String quote, String length) {

    static final Dialect FLINK = new Dialect("`", "CHAR_LENGTH");
    static final Dialect SPARK = new Dialect("`", "length");
    static final Dialect HIVE = new Dialect("`", "length");
    static final Dialect TRINO = new Dialect("\"", "length");

    /** A table of the golden warehouse, with 3,133 rows in ten files. */
    static final String ORDERS = "orders";

    static final List<String> TABLES = List.of(S3Tables.KEYED, S3Tables.APPENDED, S3Tables.MERGED, ORDERS);

    /** What is read of each table. */
    static final Map<String, List<String>> COLUMNS = Map.of(
            S3Tables.KEYED,
            S3Tables.ALL,
            S3Tables.APPENDED,
            S3Tables.ALL,
            S3Tables.MERGED,
            S3Tables.THREE,
            ORDERS,
            List.of("id", "customer", "amount", "status", "ordered", "note"));

    /** @param from the table as the engine names it */
    String query(String table, String from) {
        String all =
                "SELECT count(*), sum(k), sum(number), max(ratio), sum(price), max({day}), max({at}), sum(len(word)),"
                        + " sum(len(note)), count(DISTINCT dt) FROM ";
        String text = switch (table) {
            case S3Tables.MERGED -> "SELECT count(*), sum(k), max(ratio), sum(len(word)) FROM ";
            case ORDERS ->
                "SELECT count(*), sum(id), sum(len(customer)), sum(amount), sum(len(status)), max(ordered), sum(len(note))"
                        + " FROM ";
            default -> all;
        };
        return text.replace("{day}", quote + "day" + quote)
                        .replace("{at}", quote + "at" + quote)
                        .replace("len(", length + "(")
                + from;
    }
}
