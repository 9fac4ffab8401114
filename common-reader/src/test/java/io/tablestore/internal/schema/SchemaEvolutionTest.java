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
package io.tablestore.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.SchemaChange.Position;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.schema.TypeText;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a change makes of a schema. */
class SchemaEvolutionTest {

    private static final DataType ROW = TypeText.parse(
            "{\"type\":\"ROW\",\"fields\":[{\"name\":\"x\",\"type\":\"INT\"},{\"name\":\"y\",\"type\":\"INT\"}]}");

    private final TableSchema schema = FirstSchema.of(new TableDefinition(
            List.of(
                    new DataField(0, "p", DataType.of(TypeRoot.INT)),
                    new DataField(0, "k", DataType.of(TypeRoot.BIGINT)),
                    new DataField(0, "g", DataType.of(TypeRoot.INT)),
                    new DataField(0, "r", ROW),
                    new DataField(0, "l", new DataType.Collection(TypeRoot.ARRAY, ROW, 0, true)),
                    new DataField(0, "m", new DataType.Mapping(DataType.string(), DataType.of(TypeRoot.INT), true))),
            List.of("p"),
            List.of("p", "k"),
            Map.of("bucket", "2", "sequence.field", "g"),
            "a table"));

    private TableSchema apply(SchemaChange... changes) {
        return SchemaEvolution.apply(schema, List.of(changes));
    }

    private static List<String> names(TableSchema schema) {
        return schema.fields().stream().map(DataField::name).toList();
    }

    private static SchemaChange.Add add(List<String> parent, String name, Position position) {
        return new SchemaChange.Add(parent, new DataField(-1, name, DataType.of(TypeRoot.INT)), position);
    }

    @Test
    void newColumnsGetIdsThatWereNeverUsed() {
        TableSchema added = apply(add(List.of(), "n", Position.LAST));
        assertThat(added.id()).isEqualTo(1);
        assertThat(names(added)).endsWith("n");
        assertThat(added.field("n").id()).isEqualTo(schema.highestFieldId() + 1);
        TableSchema again = SchemaEvolution.apply(
                added, List.of(new SchemaChange.Drop(List.of("n")), add(List.of(), "n", Position.LAST)));
        assertThat(again.field("n").id()).isEqualTo(schema.highestFieldId() + 2);
        for (String name : names(schema)) {
            assertThat(added.field(name)).isEqualTo(schema.field(name));
        }
    }

    @Test
    void columnsComeWhereTheyAreWanted() {
        assertThat(names(apply(add(List.of(), "n", Position.FIRST)))).startsWith("n", "p");
        assertThat(names(apply(add(List.of(), "n", Position.after("k"))))).startsWith("p", "k", "n", "g");
        assertThat(names(apply(new SchemaChange.Move(List.of("k"), Position.LAST))))
                .endsWith("m", "k");
        assertThat(names(apply(new SchemaChange.Move(List.of("m"), Position.after("p")))))
                .startsWith("p", "m", "k");
        assertThat(names(apply(new SchemaChange.Move(List.of("p"), Position.after("k")))))
                .startsWith("k", "p", "g");
        assertThatThrownBy(() -> apply(new SchemaChange.Move(List.of("p"), Position.after("p"))))
                .hasMessageContaining("cannot follow itself");
        assertThatThrownBy(() -> apply(add(List.of(), "n", Position.after("x"))))
                .hasMessageContaining("no column x");
        assertThatThrownBy(() -> apply(add(List.of(), "k", Position.LAST))).hasMessageContaining("a column k already");
    }

    @Test
    void withItsOptionNewColumnsComeBeforeThePartition() {
        TableSchema moved = apply(
                new SchemaChange.SetOption("add-column-before-partition", "true"),
                new SchemaChange.Move(List.of("p"), Position.after("g")),
                add(List.of(), "n", Position.LAST));
        assertThat(names(moved)).startsWith("k", "g", "n", "p");
        TableSchema first = apply(
                new SchemaChange.SetOption("add-column-before-partition", "true"), add(List.of(), "n", Position.LAST));
        assertThat(names(first)).startsWith("n", "p");
    }

    @Test
    void fieldsInsideColumnsAreChangedWhereTheyAre() {
        DataType.Row row = (DataType.Row) apply(
                        add(List.of("r"), "z", Position.FIRST),
                        new SchemaChange.Rename(List.of("r", "x"), "w"),
                        new SchemaChange.Drop(List.of("r", "y")))
                .field("r")
                .type();
        assertThat(row.fields().stream().map(DataField::name)).containsExactly("z", "w");
        TableSchema list = apply(add(List.of("l", "element"), "z", Position.LAST));
        assertThat(list.field("l").type().toString()).isEqualTo("ARRAY<ROW<x INT, y INT, z INT>>");
        TableSchema map = apply(new SchemaChange.Retype(List.of("m", "value"), DataType.of(TypeRoot.BIGINT)));
        assertThat(map.field("m").type().toString()).isEqualTo("MAP<STRING, BIGINT>");
        assertThatThrownBy(() -> apply(new SchemaChange.Retype(List.of("m", "key"), DataType.string())))
                .hasMessageContaining("keys of a map");
        assertThatThrownBy(() -> apply(new SchemaChange.Drop(List.of("l", "element"))))
                .hasMessageContaining("only be given another type");
        assertThatThrownBy(() -> apply(add(List.of("k"), "z", Position.LAST))).hasMessageContaining("has no fields");
        assertThatThrownBy(() -> apply(new SchemaChange.Drop(List.of("r", "q"))))
                .hasMessageContaining("no column q");
    }

    @Test
    void keysStayAsTheyAre() {
        assertThatThrownBy(() -> apply(new SchemaChange.Drop(List.of("p")))).hasMessageContaining("a partition column");
        assertThatThrownBy(() -> apply(new SchemaChange.Drop(List.of("k")))).hasMessageContaining("the primary key");
        assertThatThrownBy(() -> apply(new SchemaChange.Rename(List.of("p"), "q")))
                .hasMessageContaining("partition");
        assertThatThrownBy(() -> apply(new SchemaChange.Retype(List.of("k"), DataType.decimal(20, 0))))
                .isInstanceOf(InvalidTableException.class);
        assertThatThrownBy(() -> apply(new SchemaChange.AllowNulls(List.of("k"))))
                .hasMessageContaining("hold nulls");
        assertThatThrownBy(() -> apply(new SchemaChange.Drop(List.of("g")))).hasMessageContaining("'sequence.field'");
    }

    @Test
    void aRenamedColumnIsRenamedInKeysAndOptions() {
        TableSchema renamed =
                apply(new SchemaChange.Rename(List.of("k"), "id"), new SchemaChange.Rename(List.of("g"), "h"));
        assertThat(renamed.primaryKeys()).containsExactly("p", "id");
        assertThat(renamed.options()).containsEntry("sequence.field", "h");
        assertThat(renamed.field("id").id()).isEqualTo(schema.field("k").id());
        assertThatThrownBy(() -> apply(new SchemaChange.Rename(List.of("g"), "m")))
                .hasMessageContaining("a column m already");
    }

    @Test
    void nullsAndCommentsAndTheTableItself() {
        assertThatThrownBy(() -> apply(new SchemaChange.Add(
                        List.of(), new DataField(0, "n", DataType.string().asNotNull()), Position.LAST)))
                .hasMessageContaining("NOT NULL");
        assertThat(apply(new SchemaChange.Describe(List.of("g"), "x"))
                        .field("g")
                        .description())
                .isEqualTo("x");
        assertThat(apply(new SchemaChange.DescribeTable(null)).comment()).isNull();
        assertThat(apply(new SchemaChange.DescribeTable("x")).comment()).isEqualTo("x");
        assertThat(apply().comment()).isEqualTo("a table");
    }

    private TableSchema option(String key, @Nullable String value) {
        return apply(new SchemaChange.SetOption(key, value));
    }

    @Test
    void optionsThatTheDataDependsOnStay() {
        for (String key : List.of("merge-engine", "bucket-key", "primary-key", "partition", "type", "rowkind.field")) {
            assertThatThrownBy(() -> option(key, "x")).hasMessageContaining("chosen when a table is created");
        }
        assertThat(option("bucket", "8").options()).containsEntry("bucket", "8");
        assertThatThrownBy(() -> option("bucket", "-1")).hasMessageContaining("only from one number to another");
        assertThatThrownBy(() -> option("bucket", null)).hasMessageContaining("only from one number to another");
        assertThat(option("bucket", "2").options()).as("nothing changes").isEqualTo(schema.options());
        assertThat(option("snapshot.time-retained", "2 h").options()).containsEntry("snapshot.time-retained", "2 h");
        assertThat(option("sequence.field", null).options()).doesNotContainKey("sequence.field");
        assertThatThrownBy(() -> option("snapshot.time-retaind", null)).hasMessageContaining("snapshot.time-retained");
        assertThatThrownBy(() -> option("sequence.field", "x")).hasMessageContaining("names the column x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TINYINT | SMALLINT | true",
                "TINYINT | BIGINT | true",
                "BIGINT | INT | false",
                "INT | INT | true",
                "INT | DOUBLE | false",
                "FLOAT | DOUBLE | true",
                "DOUBLE | FLOAT | false",
                "DECIMAL(5, 2) | DECIMAL(6, 2) | true",
                "DECIMAL(5, 2) | DECIMAL(6, 3) | true",
                "DECIMAL(5, 2) | DECIMAL(5, 3) | false",
                "DECIMAL(5, 2) | DECIMAL(6, 1) | false",
                "VARCHAR(5) | VARCHAR(6) | true",
                "VARCHAR(5) | VARCHAR(4) | false",
                "CHAR(5) | CHAR(6) | false",
                "VARCHAR(5) | STRING | true",
                "CHAR(5) | STRING | false",
                "BINARY(5) | BYTES | true",
                "BINARY(5) | BINARY(6) | false",
                "VARBINARY(5) | BYTES | true",
                "VARBINARY(5) | VARBINARY(4) | false",
                "TIMESTAMP(3) | TIMESTAMP(6) | true",
                "TIMESTAMP(6) | TIMESTAMP(3) | false",
                "TIMESTAMP(3) | TIMESTAMP(3) WITH LOCAL TIME ZONE | false",
                "TIME(0) | TIME(3) | true",
                "DATE | TIMESTAMP(3) | false",
                "INT | STRING | false",
                "INT NOT NULL | BIGINT | true"
            })
    void typesAreWidenedOnly(String from, String to, boolean keeps) {
        assertThat(TypeWidening.keepsValues(TypeText.parse(from), TypeText.parse(to)))
                .isEqualTo(keeps);
    }

    @Test
    void theNullabilityOfAColumnStaysWhereItsTypeChanges() {
        TableSchema retyped = apply(new SchemaChange.Retype(
                List.of("g"), DataType.of(TypeRoot.BIGINT).asNotNull()));
        assertThat(retyped.field("g").type()).isEqualTo(DataType.of(TypeRoot.BIGINT));
        assertThatThrownBy(() -> apply(new SchemaChange.Retype(List.of("g"), DataType.of(TypeRoot.SMALLINT))))
                .hasMessageContaining("does not hold all of its values");
        assertThat(new ArrayList<>(retyped.fields())).hasSize(schema.fields().size());
    }
}
