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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SparkColumnsTest {

    private static final DataType LONG = DataType.of(TypeRoot.BIGINT);
    private static final DataField KEY = new DataField(0, "k", LONG);
    private static final DataField ADDRESS = new DataField(
            1,
            "address",
            new DataType.Row(List.of(new DataField(2, "city", LONG), new DataField(3, "zip", LONG)), true));
    private static final DataField AMBIGUOUS = new DataField(4, "address.zip", LONG);

    private static TableSchema schema(DataField... fields) {
        return new TableSchema("schema/schema-0", 0, Arrays.asList(fields), 4, List.of(), List.of(), Map.of(), null, 0);
    }

    private static StructType row(StructField... fields) {
        return new StructType(fields);
    }

    private static StructField field(String name, org.apache.spark.sql.types.DataType type) {
        return DataTypes.createStructField(name, type, true);
    }

    @Test
    void aNarrowedRowIsReadByItsFields() {
        StructType wanted =
                row(field("address", row(field("zip", DataTypes.LongType))), field("k", DataTypes.LongType));
        SparkColumns columns = SparkColumns.of(schema(KEY, ADDRESS), wanted);
        assertThat(columns.names()).containsExactly("address.zip", "k");
        assertThat(columns.schema()).isEqualTo(wanted);
        assertThat(columns.has("k")).isTrue();
        assertThat(columns.has("zip")).isFalse();
    }

    @Test
    void aFieldWhosePathIsTheNameOfAColumnIsReadWithItsRow() {
        StructType wanted = row(field("address", row(field("zip", DataTypes.LongType))));
        SparkColumns columns = SparkColumns.of(schema(KEY, ADDRESS, AMBIGUOUS), wanted);
        assertThat(columns.names()).containsExactly("address");
        assertThat(columns.schema()).isEqualTo(SparkTypes.schema(List.of(ADDRESS)));
    }

    @Test
    void metadataColumnsAreNotRead() {
        StructType wanted = row(
                SparkMetadataColumn.POSITION.field(),
                field("k", DataTypes.LongType),
                SparkMetadataColumn.PARTITION.field());
        SparkColumns columns = SparkColumns.of(schema(KEY, ADDRESS), wanted);
        assertThat(columns.names()).containsExactly("k");
        assertThat(columns.channels()).containsExactly(-4, 0, -1);
        assertThat(columns.schema()).isEqualTo(wanted);
    }

    @Test
    void aColumnOfTheTableHidesTheMetadataColumnOfItsName() {
        DataField bucket = new DataField(0, "_bucket", LONG);
        SparkColumns columns = SparkColumns.of(schema(bucket), row(field("_bucket", DataTypes.LongType)));
        assertThat(columns.names()).containsExactly("_bucket");
        assertThat(columns.channels()).containsExactly(0);
    }
}
