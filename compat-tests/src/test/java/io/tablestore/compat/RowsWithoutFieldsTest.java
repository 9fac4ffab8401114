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

import io.tablestore.testing.PaimonWarehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A column of rows whose fields have all been dropped since a file was written, and others added. What was a row is one,
 * with nulls for the new fields; Paimon 1.4.2 takes it for null.
 */
class RowsWithoutFieldsTest {

    private static final Identifier NAME = Identifier.create("db", "t");

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void rowsStayRows(String format) throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory)) {
            RowType old = RowType.of(new DataField(2, "a", DataTypes.INT()));
            write(paimon.create(
                    NAME,
                    Schema.newBuilder()
                            .column("k", DataTypes.INT())
                            .column("r", old)
                            .option("file.format", format)
                            .build()));
            paimon.catalog()
                    .alterTable(
                            NAME,
                            List.of(SchemaChange.addColumn(new String[] {"r", "b"}, DataTypes.BIGINT(), null, null)),
                            false);
            paimon.catalog().alterTable(NAME, List.of(SchemaChange.dropColumn(new String[] {"r", "a"})), false);
            Path table = directory.resolve("db.db").resolve("t");
            Path scratch = Files.createDirectories(directory.resolve("scratch"));
            List<String> lines = new ArrayList<>(OursReadsPaimonTest.scan(table, null, scratch));
            lines.sort(null);
            assertThat(lines)
                    .as("ours, %s", format)
                    .containsExactly("{\"k\":1,\"r\":{\"b\":null}}", "{\"k\":2,\"r\":null}");
            List<String> theirs = new ArrayList<>(PaimonRows.read(paimon.table(NAME), null));
            theirs.sort(null);
            assertThat(theirs)
                    .as("Paimon 1.4.2, %s", format)
                    .containsExactly("{\"k\":1,\"r\":null}", "{\"k\":2,\"r\":null}");
        }
    }

    private static void write(FileStoreTable table) throws Exception {
        PaimonWarehouse.write(table, write -> {
            write.write(GenericRow.of(1, GenericRow.of(5)));
            write.write(GenericRow.of(2, null));
        });
    }
}
