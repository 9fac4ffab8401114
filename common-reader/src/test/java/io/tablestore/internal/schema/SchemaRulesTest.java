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
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.schema.TableDefinition;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which tables can be created. Keys and options are separated by commas and blanks. */
class SchemaRulesTest {

    private static Map<String, String> options(String text) {
        Map<String, String> options = new HashMap<>();
        for (String option : text.isEmpty() ? new String[0] : text.split(" ")) {
            int equal = option.indexOf('=');
            options.put(option.substring(0, equal), option.substring(equal + 1));
        }
        return options;
    }

    private static TableSchema create(String columns, String partition, String key, String options) {
        List<DataField> fields = columns.isEmpty() ? List.of() : TestTable.fields(columns);
        return FirstSchema.of(new TableDefinition(
                fields,
                partition.isEmpty() ? List.of() : List.of(partition.split(",")),
                key.isEmpty() ? List.of() : List.of(key.split(",")),
                options(options),
                null));
    }

    private static final String COLUMNS = "p INT, k BIGINT, g INT, a INT, b STRING, r STRING";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "''  | ''  | ''",
                "''  | p   | ''",
                "k   | ''  | bucket=4",
                "p,k | p   | bucket=4",
                "k   | p   | bucket=-1",
                "k   | ''  | bucket=-2",
                "''  | ''  | bucket=4 bucket-key=a",
                "p,k | ''  | bucket=4 bucket-key=k",
                "k   | ''  | merge-engine=aggregation fields.a.aggregate-function=sum",
                "k   | ''  | merge-engine=partial-update fields.g.sequence-group=a,b",
                "k   | ''  | merge-engine=partial-update fields.g.sequence-group=a fields.a.aggregate-function=sum",
                "k   | ''  | merge-engine=first-row",
                "k   | ''  | sequence.field=g",
                "k   | ''  | rowkind.field=r",
                "k   | ''  | snapshot.num-retained.min=2 snapshot.num-retained.max=2"
            })
    void tablesThatCanBe(String key, String partition, String options) {
        assertThatCode(() -> create(COLUMNS, partition, key, options)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x   | ''  | ''                                      | names the column x",
                "k   | x   | ''                                      | names the column x",
                "k,k | ''  | ''                                      | Column k is named twice in the primary key",
                "p   | p   | ''                                      | only the partition columns",
                "k   | ''  | bucket=0                                | Option 'bucket' is",
                "k   | ''  | bucket=-3                               | Option 'bucket' is",
                "k   | ''  | bucket=x                                | bucket",
                "''  | ''  | bucket=-2                               | primary key",
                "''  | ''  | bucket=4                                | bucket-key",
                "k   | ''  | bucket=-1 bucket-key=k                  | bucket-key",
                "k   | ''  | bucket=4 bucket-key=a                   | is not a column of the primary key",
                "p,k | p   | bucket=4 bucket-key=p                   | is a partition column",
                "k   | p   | bucket=4                                | lacks columns of the partition",
                "k   | ''  | bucket=4 bucket-key=x                   | names the column x",
                "k   | ''  | sequence.field=x                        | x",
                "k   | ''  | sequence.field=g,g                      | sequence.field",
                "''  | ''  | sequence.field=g                        | sequence.field",
                "k   | ''  | rowkind.field=a                         | must be a text",
                "k   | ''  | merge-engine=other                      | merge-engine",
                "k   | ''  | fields.a.aggregate-function=sum         | is for tables of merge engine aggregation",
                "k   | ''  | merge-engine=aggregation fields.g.sequence-group=a | is for tables of merge engine"
                        + " partial-update",
                "k   | ''  | merge-engine=aggregation fields.b.aggregate-function=sum | 'sum' of type STRING",
                "k   | ''  | merge-engine=aggregation fields.a.aggregate-function=median | 'median'",
                "k   | ''  | merge-engine=aggregation sequence.field=g fields.g.aggregate-function=sum | always has"
                        + " the newest",
                "k   | ''  | merge-engine=partial-update fields.a.aggregate-function=sum | is in no sequence group",
                "k   | ''  | merge-engine=partial-update fields.g.sequence-group=a fields.b.sequence-group=a | in two"
                        + " sequence groups",
                "k   | ''  | merge-engine=partial-update fields.g.sequence-group=x | x",
                "k   | ''  | snapshot.num-retained.min=0             | snapshot.num-retained.min",
                "k   | ''  | snapshot.num-retained.min=3 snapshot.num-retained.max=2 | snapshot.num-retained.max",
                "k   | ''  | file.format=lance                       | file.format",
                "k   | ''  | scan.fallback-branch=b                  | fallback-branch",
                "k   | ''  | path=/x                                 | 'path'",
                "k   | ''  | connector=other                         | connector",
                "k   | ''  | primary-key=k                           | 'primary-key'",
                "''  | ''  | primary-key=,                           | names no column"
            })
    void tablesThatCannotBe(String key, String partition, String options, String message) {
        assertThatThrownBy(() -> create(COLUMNS, partition, key, options))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(message);
    }

    @Test
    void deletesOfPartialUpdatesHaveOneRule() {
        String partial = "merge-engine=partial-update ";
        for (String options : List.of(
                "ignore-delete=true partial-update.remove-record-on-delete=true",
                "fields.g.sequence-group=a partial-update.remove-record-on-delete=true",
                "ignore-delete=true fields.g.sequence-group=a partial-update.remove-record-on-sequence-group=g",
                "fields.g.sequence-group=a partial-update.remove-record-on-sequence-group=b")) {
            assertThatThrownBy(() -> create(COLUMNS, "", "k", partial + options))
                    .as(options)
                    .isInstanceOf(InvalidTableException.class);
        }
        assertThatCode(() -> create(
                        COLUMNS,
                        "",
                        "k",
                        partial + "fields.g.sequence-group=a partial-update.remove-record-on-sequence-group=g"))
                .doesNotThrowAnyException();
    }

    @Test
    void columnsHaveNamesOfTheirOwn() {
        assertThatThrownBy(() -> create("", "", "", "")).hasMessageContaining("at least one column");
        assertThatThrownBy(() -> create("a INT, a INT", "", "", "")).hasMessageContaining("two columns named a");
        assertThatThrownBy(() -> create("p INT", "p", "", "")).hasMessageContaining("All columns are partition");
        for (String name : List.of("_SEQUENCE_NUMBER", "_VALUE_KIND", "_KEY_a", "rowkind")) {
            assertThatThrownBy(() -> create(name + " INT, b INT", "", "", ""))
                    .hasMessageContaining("is reserved by the format");
        }
        assertThatThrownBy(() -> create("k VARIANT, v INT", "", "k", "bucket=1"))
                .hasMessageContaining("has no order");
        assertThatThrownBy(() -> create("p DOUBLE, v INT", "p", "", "")).hasMessageContaining("cannot be a partition");
    }

    @Test
    void keysComeFromOptionsAndKeyColumnsHoldNoNulls() {
        TableSchema schema = create(COLUMNS, "", "", "primary-key=p,k partition=p bucket=2");
        assertThat(schema.primaryKeys()).containsExactly("p", "k");
        assertThat(schema.partitionKeys()).containsExactly("p");
        assertThat(schema.options()).containsOnlyKeys("bucket");
        assertThat(schema.field("k").type().nullable()).isFalse();
        assertThat(schema.field("a").type().nullable()).isTrue();
        assertThat(schema.trimmedPrimaryKey()).containsExactly(schema.field("k"));
        assertThat(schema.highestFieldId()).isEqualTo(5);
        assertThatThrownBy(() -> create(COLUMNS, "", "k", "PRIMARY-KEY=k"))
                .hasMessageContaining("PRIMARY-KEY".toLowerCase(java.util.Locale.ROOT));
    }
}
