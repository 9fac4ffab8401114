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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code merge_map_with_keytime} does not remember what it removed: with Paimon's library alone, the same three rows give
 * another map if the last two were merged before, as a memtable or a compaction does. Our reader shows the same as its.
 */
class MapsThatForgetTest {

    private static final GenericRow ADDED = row(value(10, "t3"));
    private static final GenericRow REMOVED = row(null);
    private static final GenericRow OLDER = row(value(5, "t1"));

    @TempDir
    Path directory;

    private static GenericRow row(GenericRow value) {
        return GenericRow.of(1, new GenericMap(Collections.singletonMap(7, value)));
    }

    private static GenericRow value(int value, String time) {
        return GenericRow.of(value, BinaryString.fromString(time));
    }

    @Test
    void theResultDependsOnWhatWasMergedBefore() throws Exception {
        String older = "{\"k\":1,\"m\":{\"7\":{\"v\":5,\"ts\":\"t1\"}}}";
        String newer = "{\"k\":1,\"m\":{\"7\":{\"v\":10,\"ts\":\"t3\"}}}";
        assertThat(rows("apart", List.of(ADDED), List.of(REMOVED), List.of(OLDER)))
                .containsExactly(older, older);
        assertThat(rows("together", List.of(ADDED), List.of(REMOVED, OLDER))).containsExactly(newer, newer);
    }

    /** The row after some commits, as Paimon reads it, and as we do. */
    @SafeVarargs
    private List<String> rows(String warehouse, List<GenericRow>... commits) throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory.resolve(warehouse))) {
            Identifier name = Identifier.create("db", "t");
            Schema.Builder schema = Schema.newBuilder()
                    .column("k", DataTypes.INT().notNull())
                    .column(
                            "m",
                            DataTypes.MAP(
                                    DataTypes.INT(),
                                    DataTypes.ROW(
                                            DataTypes.FIELD(2, "v", DataTypes.INT()),
                                            DataTypes.FIELD(3, "ts", DataTypes.STRING()))))
                    .primaryKey("k");
            Map.of(
                            "bucket", "1",
                            "write-only", "true",
                            "merge-engine", "aggregation",
                            "fields.m.aggregate-function", "merge_map_with_keytime")
                    .forEach(schema::option);
            FileStoreTable table = paimon.create(name, schema.build());
            for (List<GenericRow> rows : commits) {
                write(table, rows);
            }
            Path scratch = Files.createDirectories(directory.resolve("scratch"));
            Path location = directory.resolve(warehouse).resolve("db.db").resolve("t");
            return Arrays.asList(
                    PaimonRows.read(table, null).get(0),
                    OursReadsPaimonTest.scan(location, null, scratch).get(0));
        }
    }

    private static void write(FileStoreTable table, List<GenericRow> rows) throws Exception {
        PaimonWarehouse.write(table, rows);
    }
}
