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
package io.tablestore.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.catalog.Table;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.catalog.StoredTable;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A column that was given a type to which its stored values are not cast: refused when the scan is planned, if files with them are in it. */
class ReadableTypesTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);

    @TempDir
    Path directory;

    private WrittenTable altered(boolean keyed, DataType type) {
        Map<String, String> options = Map.of("bucket", keyed ? "1" : "-1");
        return altered(WrittenTable.create(directory.resolve("t" + keyed), keyed, true, options), type);
    }

    /** Another type for v, once rows have been written. */
    private static WrittenTable altered(WrittenTable table, DataType type) {
        table.put("old", 1, "x");
        TableSchema first = table.table().schema();
        List<DataField> fields = List.of(first.fields().get(0), first.fields().get(1), new DataField(2, "v", type));
        StoredTable.of(table.table())
                .files()
                .schemas()
                .create(new TableSchema(
                        "schema/schema-1",
                        1,
                        fields,
                        first.highestFieldId(),
                        first.partitionKeys(),
                        first.primaryKeys(),
                        first.options(),
                        null,
                        0));
        return WrittenTable.open(table.root());
    }

    static List<DataType> types() {
        return List.of(
                new DataType.Collection(TypeRoot.ARRAY, INT, 0, true),
                new DataType.Mapping(DataType.string(), INT, true),
                new DataType.Row(List.of(new DataField(5, "x", INT)), true),
                new DataType.Collection(TypeRoot.MULTISET, INT, 0, true),
                DataType.of(TypeRoot.VARIANT));
    }

    @ParameterizedTest
    @MethodSource("types")
    void refusedWhenTheScanIsPlanned(DataType type) {
        for (boolean keyed : new boolean[] {true, false}) {
            Table table = altered(keyed, type).table();
            assertThatThrownBy(() -> table.plan(Scan.ALL))
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContainingAll(
                            "bucket-0/data-",
                            "of schema/schema-0",
                            "reading column v of type STRING as " + type,
                            "Leave the column out");
            assertThatThrownBy(() ->
                            table.plan(Scan.ALL, splits -> assertThat(splits).isEmpty()))
                    .isInstanceOf(UnsupportedFormatException.class);
            assertThatThrownBy(() -> table.planAndSummarize(
                            Scan.ALL, splits -> assertThat(splits).isEmpty()))
                    .isInstanceOf(UnsupportedFormatException.class);
            assertThat(table.summarize(Scan.ALL).rowCount()).isEqualTo(1);
        }
    }

    @Test
    void notWithoutTheColumnNorTheFilesNorTheType() throws Exception {
        WrittenTable table = altered(true, types().get(0));
        assertThat(table.table().plan(Scan.ALL.select(List.of("p", "k"))).splits())
                .hasSize(1);
        assertThat(CommandLines.scan(table.root(), "--columns", "k")).containsExactly("{\"k\":1}");
        Predicate other = Predicate.compare("p", Comparison.EQUAL, "new");
        assertThat(table.table().plan(Scan.ALL.where(other)).splits()).isEmpty();
        Scan before = Scan.ALL.at(new SnapshotRef.Id(1));
        assertThat(table.table().plan(before).splits()).hasSize(1);
    }

    /** A condition needs the column as well. */
    @Test
    void refusedForAColumnOfTheConditionAlone() {
        WrittenTable table = altered(true, types().get(0));
        Scan scan = Scan.ALL.select(List.of("k")).where(Predicate.isNull("v"));
        assertThatThrownBy(() -> table.table().plan(scan))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("reading column v of type STRING as ARRAY");
    }

    @Test
    void typesThatAreCastArePlanned() throws Exception {
        WrittenTable table = altered(true, DataType.of(TypeRoot.VARCHAR, 10));
        assertThat(table.rows()).containsExactly(WrittenTable.row("old", 1, "x"));
    }
}
