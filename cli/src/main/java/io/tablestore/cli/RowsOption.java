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

import io.tablestore.cli.sql.SqlPredicateParser;
import io.tablestore.error.TableStoreException;
import io.tablestore.predicate.Predicate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the columns and rows to read. */
final class RowsOption {

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--columns",
            paramLabel = "a,b",
            description = "Columns, fields of rows as a.b, odd names in double quotes or backticks; all if left out.")
    private @Nullable String columns;

    @Option(
            names = "--where",
            paramLabel = "SQL",
            description = "Rows: comparisons, IN, BETWEEN, LIKE 'x%%', IS NULL, AND, OR, NOT.")
    private @Nullable String where;

    @Option(names = "--limit", paramLabel = "N", description = "At most N rows.")
    private long limit = Long.MAX_VALUE;

    /** The columns in the requested order, or null for all. */
    @Nullable
    List<String> columns() {
        return columns == null ? null : ColumnNames.parse(columns);
    }

    /** @throws TableStoreException if the condition is invalid */
    Predicate predicate() {
        return where == null ? Predicate.TRUE : SqlPredicateParser.parse(where);
    }

    long limit() {
        if (limit < 0) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--limit is " + limit + "; it must be 0 or more.");
        }
        return limit;
    }
}
