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
package io.tablestore.writer.routing;

import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.format.row.BucketFunction;
import io.tablestore.options.LayoutOptions;
import io.tablestore.options.LayoutOptions.BucketFunctionName;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.writer.row.InputValues;
import java.util.List;
import java.util.Locale;

/** Computes a row's bucket in a table with fixed buckets, or without buckets (format reference, 1.2 and 5.5). */
public final class BucketAssigner {

    private final int buckets;
    private final BucketFunctionName name;
    private final KeyExtractor key;
    private final BucketFunction function;

    public BucketAssigner(TableSchema schema) {
        OptionSet options = schema.optionSet();
        this.buckets = options.get(LayoutOptions.BUCKET);
        this.name = options.get(LayoutOptions.BUCKET_FUNCTION);
        List<DataField> columns = schema.bucketKey();
        this.key = new KeyExtractor(schema, columns);
        this.function =
                new BucketFunction(name, columns.stream().map(DataField::type).toList());
    }

    /** The row's bucket; 0 in a table without buckets. */
    public int bucket(InputValues row) {
        if (buckets <= 0) {
            return 0;
        }
        if (name == BucketFunctionName.DEFAULT) {
            return Math.abs(key.hash(row) % buckets);
        }
        Integer bucket = function.bucket(key.objects(row), buckets);
        if (bucket == null) {
            throw new InvalidTableException("Option '" + LayoutOptions.BUCKET_FUNCTION.key() + "' = '"
                    + name.name().toLowerCase(Locale.ROOT)
                    + "' is not defined for the types of the bucket key.");
        }
        return bucket;
    }
}
