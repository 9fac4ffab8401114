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

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.merge.column.ColumnMerge;
import io.tablestore.internal.merge.column.IgnoringRetracts;
import io.tablestore.options.FieldOptions;
import io.tablestore.types.DataField;
import java.util.List;
import java.util.stream.Collectors;

/** The list of all aggregate functions; the docs and the contract test read it. */
public final class AggregateFunctions {

    /** In the order of the reference page. */
    public static final List<AggregateFunction> ALL = List.of(
            new Sum(),
            new Product(),
            new Extreme("max", 1),
            new Extreme("min", -1),
            new LastValue(),
            new LastNonNullValue(),
            new FirstValue(),
            new FirstNonNullValue("first_non_null_value"),
            new FirstNonNullValue("first_not_null_value"),
            new ListAgg(),
            new Bool("bool_and", 0),
            new Bool("bool_or", 1),
            new RoaringBitmap32(),
            new RoaringBitmap64(),
            SketchUnion.hll(),
            SketchUnion.theta(),
            new Collect(),
            new MergeMap(),
            new MergeMapWithKeyTime(),
            new NestedUpdate(),
            new NestedPartialUpdate());

    private AggregateFunctions() {}

    /**
     * The merge of a column by a function.
     *
     * @throws UnsupportedFormatException naming the column, if the function or the type is not supported
     */
    public static ColumnMerge of(String name, DataField field, FunctionOptions options) {
        AggregateFunction function = ALL.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnsupportedFormatException(
                        options.origin(),
                        "aggregate function '" + name + "'",
                        "Use one of "
                                + ALL.stream().map(AggregateFunction::name).collect(Collectors.joining(", ")) + "."));
        if (!function.accepts(field.type())) {
            throw new UnsupportedFormatException(
                    options.origin(),
                    "aggregate function '" + name + "' of type " + field.type(),
                    "Leave the column out of the query.");
        }
        ColumnMerge merge = function.forColumn(field, options);
        return options.flag(FieldOptions.IGNORE_RETRACT) ? new IgnoringRetracts(merge) : merge;
    }

    /** Takes the value of the last version. */
    public static ColumnMerge lastValue(DataField field) {
        return new LastValue.Merge(field);
    }

    /** Takes the value of the first version. */
    public static ColumnMerge firstVersion(DataField field) {
        return new FirstValue.Merge(field);
    }

    /** Takes the last value that is not null. */
    public static ColumnMerge lastNonNullValue(DataField field) {
        return new LastNonNullValue.Merge(field);
    }
}
