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
package io.tablestore.internal.merge.aggregate;

import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.ObjectMerge;
import io.tablestore.options.FieldOptions;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.jspecify.annotations.Nullable;

/** {@code listagg}: concatenates texts with a delimiter between them. */
final class ListAgg implements AggregateFunction {

    @Override
    public String name() {
        return "listagg";
    }

    @Override
    public String description() {
        return "The texts in order, with `list-agg-delimiter` (`,`) between them; null and blank ones are passed over."
                + " With `distinct`, tokens that are there already are not appended again.";
    }

    @Override
    public boolean accepts(DataType type) {
        return type instanceof DataType.Atomic atomic
                && atomic.root() == TypeRoot.VARCHAR
                && atomic.precision() == Integer.MAX_VALUE;
    }

    @Override
    public boolean retracts() {
        return false;
    }

    @Override
    public ColumnMerge forColumn(DataField field, FunctionOptions options) {
        return new Merge(field, options);
    }

    private static final class Merge extends ObjectMerge<String> {

        private final String delimiter;
        private final boolean distinct;

        Merge(DataField field, FunctionOptions options) {
            super(field);
            this.delimiter = options.text(FieldOptions.LIST_AGG_DELIMITER);
            this.distinct = options.flag(FieldOptions.DISTINCT);
        }

        @Override
        protected String read(FieldVector vector, int row) {
            return new String(((VarCharVector) vector).get(row), StandardCharsets.UTF_8);
        }

        @Override
        protected void write(FieldVector target, int slot, String value) {
            ((VarCharVector) target).setSafe(slot, value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        protected @Nullable String add(@Nullable String held, @Nullable String value) {
            if (value == null || value.isBlank()) {
                return held == null ? value : held;
            }
            if (held == null || held.isBlank()) {
                return value;
            }
            return distinct ? withNewTokens(held, value) : held + delimiter + value;
        }

        private String withNewTokens(String held, String value) {
            Set<String> known = new LinkedHashSet<>(Arrays.asList(tokens(held)));
            StringBuilder joined = new StringBuilder(held);
            for (String token : tokens(value)) {
                if (!token.isBlank() && known.add(token)) {
                    joined.append(delimiter).append(token);
                }
            }
            return joined.toString();
        }

        private String[] tokens(String text) {
            return text.split(Pattern.quote(delimiter), -1);
        }
    }
}
