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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.RowType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns of lists, maps and rows that were made texts, in every format, as Apache Paimon reads them. */
class NestedTextTest {

    private static final Identifier NAME = Identifier.create("db", "t");

    private static final RowType ROW =
            RowType.of(DataTypes.INT(), DataTypes.STRING(), new ArrayType(DataTypes.BIGINT()));

    private static final List<DataType> NESTED = List.of(
            new ArrayType(DataTypes.INT()),
            new MapType(DataTypes.STRING(), DataTypes.INT()),
            ROW,
            new ArrayType(ROW),
            new MapType(DataTypes.INT(), new ArrayType(DataTypes.DOUBLE())));

    @TempDir
    Path warehouse;

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void nestedColumnsBecomeTheTextsOfPaimon(String format) throws Exception {
        PaimonWarehouse paimon = new PaimonWarehouse(warehouse);
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.INT())
                .option("bucket", "-1")
                .option("file.format", format);
        for (int i = 0; i < NESTED.size(); i++) {
            schema.column("c" + i, NESTED.get(i));
        }
        write(paimon.create(NAME, schema.build()));
        List<SchemaChange> changes = new ArrayList<>();
        DataType[] texts = {DataTypes.STRING(), DataTypes.VARCHAR(4), DataTypes.CHAR(40)};
        for (int i = 0; i < NESTED.size(); i++) {
            changes.add(SchemaChange.updateColumnType("c" + i, texts[i % texts.length]));
        }
        paimon.catalog().alterTable(NAME, changes, false);
        List<String> expected = PaimonRows.read(paimon.table(NAME), null);
        assertThat(CommandLines.scan(warehouse.resolve("db.db").resolve("t"))).isEqualTo(expected);
        assertThat(expected).anySatisfy(line -> assertThat(line).contains("\"[1, null, 3]\"", "\"{a -> null}\""));
    }

    private static void write(FileStoreTable table) throws Exception {
        PaimonWarehouse.write(table, rows());
    }

    private static List<GenericRow> rows() {
        Random random = new Random(20261128);
        List<GenericRow> rows = new ArrayList<>();
        Map<Object, Object> nullValue = new LinkedHashMap<>();
        nullValue.put(BinaryString.fromString("a"), null);
        rows.add(GenericRow.of(
                0,
                new GenericArray(new Object[] {1, null, 3}),
                new GenericMap(nullValue),
                GenericRow.of(1, null, null),
                new GenericArray(new Object[] {null}),
                new GenericMap(Map.of())));
        for (int k = 1; k < 300; k++) {
            GenericRow row = new GenericRow(1 + NESTED.size());
            row.setField(0, k);
            for (int i = 0; i < NESTED.size(); i++) {
                row.setField(i + 1, value(NESTED.get(i), random));
            }
            rows.add(row);
        }
        return rows;
    }

    private static Object value(DataType type, Random random) {
        if (random.nextInt(6) == 0) {
            return null;
        }
        return switch (type.getTypeRoot()) {
            case INTEGER -> random.nextInt(1000) - 500;
            case BIGINT -> random.nextLong();
            case DOUBLE -> random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
            case VARCHAR -> BinaryString.fromString("ü, ".repeat(random.nextInt(3)) + random.nextInt(9));
            case ARRAY -> {
                Object[] items = new Object[random.nextInt(4)];
                for (int i = 0; i < items.length; i++) {
                    items[i] = value(((ArrayType) type).getElementType(), random);
                }
                yield new GenericArray(items);
            }
            case MAP -> { // at most one entry, whose order nobody has to keep
                MapType map = (MapType) type;
                Object key = value(map.getKeyType(), random);
                Map<Object, Object> entries = new LinkedHashMap<>();
                if (key != null) {
                    entries.put(key, value(map.getValueType(), random));
                }
                yield new GenericMap(entries);
            }
            case ROW -> {
                GenericRow row = new GenericRow(((RowType) type).getFieldCount());
                for (int i = 0; i < row.getFieldCount(); i++) {
                    row.setField(i, value(((RowType) type).getTypeAt(i), random));
                }
                yield row;
            }
            default -> throw new IllegalStateException("no values of " + type);
        };
    }
}
