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
package io.tablestore.trino.statistics;

import io.tablestore.scan.ScanSummary;
import io.tablestore.schema.TableSchema;
import io.tablestore.trino.types.TrinoColumn;
import io.tablestore.trino.types.TrinoValues;
import io.trino.spi.connector.AggregateFunction;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.Type;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers an aggregate from the table's metadata.
 *
 * @param function {@code count}, {@code min} or {@code max}
 * @param column the argument; empty for {@code count(*)}
 */
public record TrinoAggregates(String function, Optional<TrinoColumn> column) {

    public static Optional<TrinoAggregates> of(AggregateFunction aggregate, Map<String, ColumnHandle> assignments) {
        String name = aggregate.getFunctionName();
        if (aggregate.isDistinct()
                || aggregate.getFilter().isPresent()
                || !aggregate.getSortItems().isEmpty()
                || aggregate.getArguments().size() > 1) {
            return Optional.empty();
        }
        if (aggregate.getArguments().isEmpty()) {
            return name.equals("count") ? Optional.of(new TrinoAggregates(name, Optional.empty())) : Optional.empty();
        }
        if (!name.equals("count") && !name.equals("min") && !name.equals("max")
                || !(aggregate.getArguments().get(0) instanceof Variable variable)) {
            return Optional.empty();
        }
        TrinoColumn column = (TrinoColumn) assignments.get(variable.getName());
        return column == null || column.hidden() || !column.fields().isEmpty()
                ? Optional.empty()
                : Optional.of(new TrinoAggregates(name, Optional.of(column)));
    }

    /** The value, or empty if metadata does not have the exact value. */
    public Optional<ConnectorExpression> value(ScanSummary summary, TableSchema schema) {
        if (!summary.isExact()) {
            return Optional.empty();
        }
        if (column.isEmpty()) {
            return Optional.of(new Constant(summary.rowCount(), BigintType.BIGINT));
        }
        ScanSummary.Column known = summary.column(schema.field(column.get().name()));
        if (known == null) {
            return Optional.empty();
        }
        if (function.equals("count")) {
            return known.nullsAreExact()
                    ? Optional.of(new Constant(summary.rowCount() - known.nullCount(), BigintType.BIGINT))
                    : Optional.empty();
        }
        if (!known.boundsAreValues()) {
            return Optional.empty();
        }
        Type type = column.get().type();
        @Nullable Object bound = function.equals("min") ? known.min() : known.max();
        return Optional.of(new Constant(bound == null ? null : TrinoValues.of(type, bound), type));
    }
}
