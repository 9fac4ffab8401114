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
package io.tablestore.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // nulls are values of these tests
class MetastoreTableTest {

    private static final int STORAGE = 7;
    private static final int PARTITION_KEYS = 8;
    private static final int PARAMETERS = 9;
    private static final int TYPE = 12;

    private static TableSchema schema(String comment, DataField... fields) {
        return new TableSchema("schema-0", 0, List.of(fields), 9, List.of(), List.of(), Map.of(), comment, 0);
    }

    private static MetastoreTable table(String comment, DataField... fields) {
        return MetastoreTable.of("db", "t", "hdfs://a/t", "me", schema(comment, fields));
    }

    private static List<String> columns(MetastoreTable table) {
        return table.struct().struct(STORAGE).structs(1).stream()
                .map(column -> column.text(1) + " " + column.text(2))
                .toList();
    }

    @Test
    void aNewTableIsOneOfTheStore() {
        MetastoreTable table = table(null, new DataField(0, "Id", DataType.of(TypeRoot.BIGINT)));
        assertThat(table.fullName()).isEqualTo("db.t");
        assertThat(table.location()).isEqualTo("hdfs://a/t");
        assertThat(table.isTableStore()).isTrue();
        assertThat(table.isManaged()).isTrue();
        assertThat(table.parameters()).containsEntry("table_type", "PAIMON").doesNotContainKey("comment");
        assertThat(columns(table)).containsExactly("id bigint");
    }

    @Test
    void tablesOfTheStoreAreKnownByHandlerOrInputFormat() {
        ThriftStruct plain = new ThriftStruct();
        assertThat(new MetastoreTable(plain).isTableStore()).isFalse();
        ThriftStruct handler = new ThriftStruct()
                .setTexts(PARAMETERS, Map.of("storage_handler", "org.apache.paimon.hive.PaimonStorageHandler"));
        assertThat(new MetastoreTable(handler).isTableStore()).isTrue();
        ThriftStruct format = new ThriftStruct()
                .set(STORAGE, new ThriftStruct().set(3, "org.apache.paimon.hive.mapred.PaimonInputFormat"));
        assertThat(new MetastoreTable(format).isTableStore()).isTrue();
        ThriftStruct other =
                new ThriftStruct().set(STORAGE, new ThriftStruct().set(3, "org.apache.hadoop.mapred.TextInputFormat"));
        assertThat(new MetastoreTable(other).isTableStore()).isFalse();
    }

    @Test
    void anExternalTableIsDroppedWithItsDataOnlyIfItSaysSo() {
        ThriftStruct external = new ThriftStruct().set(TYPE, "EXTERNAL_TABLE");
        assertThat(new MetastoreTable(external).isManaged()).isFalse();
        external.setTexts(PARAMETERS, Map.of("external.table.purge", "TRUE"));
        assertThat(new MetastoreTable(external).isManaged()).isTrue();
    }

    @Test
    void aHiddenLocationIsTheTablesAndMovesWithIt() {
        MetastoreTable table = table(null);
        table.rename("other", "u", "hdfs://b/u");
        assertThat(table.fullName()).isEqualTo("other.u");
        assertThat(table.location()).isEqualTo("hdfs://b/u");
        assertThat(table.parameters()).doesNotContainKey("paimon_location");
        table.struct().setTexts(PARAMETERS, Map.of("paimon_location", "s3://hidden", "mine", "stays"));
        assertThat(table.location()).isEqualTo("s3://hidden");
        table.rename("other", "v", "s3://moved");
        assertThat(table.location()).isEqualTo("s3://moved");
        assertThat(table.parameters()).containsEntry("mine", "stays");
    }

    /** What others put there stays. */
    @Test
    void anotherSchemaChangesColumnsAndCommentOnly() {
        MetastoreTable table = table("old", new DataField(0, "a", DataType.string()));
        table.struct().set(99, "unknown").setTexts(PARAMETERS, Map.of("mine", "stays", "comment", "old"));
        table.struct().setStructs(PARTITION_KEYS, List.of(new ThriftStruct().set(1, "p")));
        table.show(schema(
                "",
                new DataField(0, "B", DataType.decimal(10, 2), "of B", null),
                new DataField(1, "P", DataType.string())));
        assertThat(columns(table)).containsExactly("b decimal(10,2)");
        assertThat(table.struct().struct(STORAGE).structs(1).get(0).text(3)).isEqualTo("of B");
        assertThat(table.parameters()).containsExactly(Map.entry("mine", "stays"));
        assertThat(table.struct().text(99)).isEqualTo("unknown");
        table.show(schema("new"));
        assertThat(table.parameters()).containsEntry("comment", "new");
        table.hideColumns();
        assertThat(columns(table)).isEmpty();
    }

    @Test
    void typesHaveTheNamesOfHive() {
        DataType row = new DataType.Row(
                List.of(
                        new DataField(0, "X", DataType.of(TypeRoot.INT)),
                        new DataField(1, "y", new DataType.Mapping(DataType.string(), DataType.bytes(), true))),
                true);
        assertThat(HiveTypeNames.of(new DataType.Collection(TypeRoot.ARRAY, row, 0, true)))
                .isEqualTo("array<struct<x:int,y:map<string,binary>>>");
        assertThat(HiveTypeNames.of(new DataType.Collection(TypeRoot.MULTISET, DataType.string(), 0, true)))
                .isEqualTo("map<string,int>");
        assertThat(HiveTypeNames.of(DataType.of(TypeRoot.CHAR, 255))).isEqualTo("char(255)");
        assertThat(HiveTypeNames.of(DataType.of(TypeRoot.CHAR, 256))).isEqualTo("string");
        assertThat(HiveTypeNames.of(DataType.of(TypeRoot.VARCHAR, 65_535))).isEqualTo("varchar(65535)");
        assertThat(HiveTypeNames.of(DataType.of(TypeRoot.VARCHAR, 65_536))).isEqualTo("string");
        assertThat(HiveTypeNames.of(DataType.of(TypeRoot.TIME, 3))).isEqualTo("string");
        assertThat(HiveTypeNames.of(DataType.of(TypeRoot.TIMESTAMP_LTZ, 6)))
                .isEqualTo("timestamp with local time zone");
    }
}
