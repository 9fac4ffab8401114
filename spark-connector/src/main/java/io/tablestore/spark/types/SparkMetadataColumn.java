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
package io.tablestore.spark.types;

import java.util.List;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A metadata column, such as the file that a row comes from. */
public record SparkMetadataColumn(String name, DataType dataType, String comment) implements MetadataColumn {

    static final SparkMetadataColumn PARTITION = new SparkMetadataColumn(
            "_partition", DataTypes.StringType, "Directory of the row's partition; empty without partitions");
    public static final SparkMetadataColumn BUCKET =
            new SparkMetadataColumn("_bucket", DataTypes.IntegerType, "Bucket of the row");
    public static final SparkMetadataColumn FILE = new SparkMetadataColumn(
            "_file", DataTypes.StringType, "Data file of the row; null if it was combined out of several");
    public static final SparkMetadataColumn POSITION = new SparkMetadataColumn(
            "_pos", DataTypes.LongType, "Position of the row in its data file; null if it was combined out of several");

    public static final List<SparkMetadataColumn> ALL = List.of(PARTITION, BUCKET, FILE, POSITION);

    /** The metadata column of a name, or null if there is none or the table has a column of that name. */
    static @Nullable SparkMetadataColumn named(String name, StructType table) {
        return List.of(table.fieldNames()).contains(name)
                ? null
                : ALL.stream()
                        .filter(field -> field.name.equals(name))
                        .findFirst()
                        .orElse(null);
    }

    StructField field() {
        return DataTypes.createStructField(name, dataType, true);
    }
}
