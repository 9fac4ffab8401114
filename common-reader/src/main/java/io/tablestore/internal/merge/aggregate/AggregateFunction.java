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
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;

/**
 * A function that {@code fields.<column>.aggregate-function} can name (format reference, 8.4). A function must be associative in
 * the order of the rows, because compactions store its results, which are merged again with later rows.
 */
public interface AggregateFunction {

    String name();

    /** Its description for the reference page. */
    String description();

    boolean accepts(DataType type);

    /** Whether versions can be retracted; only for the reference page and tests. The merge itself refuses retractions. */
    boolean retracts();

    /** Creates the merge of one column; called once per reader, never per row. */
    ColumnMerge forColumn(DataField field, FunctionOptions options);
}
