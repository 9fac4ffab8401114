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
package io.tablestore.spark.catalog;

import io.tablestore.catalog.SystemTable;
import io.tablestore.error.TableStoreException;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.spark.read.LocalRows;
import io.tablestore.spark.table.SparkReadOptions;
import io.tablestore.spark.table.SparkSettings;
import io.tablestore.spark.types.SparkTypes;
import io.tablestore.spark.types.SparkValues;
import io.tablestore.types.DataField;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/** A system table such as {@code db.t.snapshots}. Its rows are fixed when the statement first names it. */
final class SparkSystemTable implements SupportsRead, SupportsWrite {

    private final String name;
    private final SystemTable rows;

    SparkSystemTable(String name, SystemTable rows) {
        this.name = name;
        this.rows = rows;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    @SuppressWarnings("deprecation") // every version of Spark derives columns() from it
    public StructType schema() {
        return SparkTypes.schema(rows.columns());
    }

    @Override
    public Set<TableCapability> capabilities() {
        // Declares writes and streams so that Spark calls the methods that refuse them.
        return EnumSet.of(
                TableCapability.BATCH_READ,
                TableCapability.MICRO_BATCH_READ,
                TableCapability.BATCH_WRITE,
                TableCapability.TRUNCATE,
                TableCapability.OVERWRITE_BY_FILTER);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
        SparkSettings.check();
        SparkReadOptions read = SparkReadOptions.of("the read of " + name, options, Set.of());
        if (!read.snapshot().equals(SnapshotRef.LATEST)) {
            throw new TableStoreException(name
                    + " has no versions: it shows all versions of the table. Leave the options out that name one.");
        }
        if (!read.branch().isEmpty()) {
            throw new TableStoreException(
                    "Name the branch before the system table: <table>.branch_" + read.branch() + ".<system table>.");
        }
        return () -> new LocalRows(
                schema(), name, rows.rows().stream().map(this::row).toList());
    }

    @Override
    public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
        throw SparkTable.noWrites(name);
    }

    private InternalRow row(List<@Nullable Object> values) {
        List<DataField> columns = rows.columns();
        return new GenericInternalRow(IntStream.range(0, columns.size())
                .mapToObj(i -> SparkValues.of(columns.get(i), values.get(i)))
                .toArray());
    }
}
