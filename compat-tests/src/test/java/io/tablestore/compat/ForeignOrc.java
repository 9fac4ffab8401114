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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.RowType;

/** An ORC file, read by orc-core. */
final class ForeignOrc implements ForeignFile {

    private final Path file;
    private final TypeDescription schema;

    ForeignOrc(Path file) throws IOException {
        this.file = file;
        try (Reader reader = reader()) {
            schema = reader.getSchema();
        }
    }

    private Reader reader() throws IOException {
        return OrcFile.createReader(
                new org.apache.hadoop.fs.Path(file.toUri()),
                OrcFile.readerOptions(new Configuration()).useUTCTimestamp(true).convertToProlepticGregorian(false));
    }

    @Override
    public List<Column> columns() {
        if (schema.getCategory() != TypeDescription.Category.STRUCT
                || schema.getChildren().isEmpty()) {
            return List.of(new Column("value", DataTypes.STRING()));
        }
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < schema.getChildren().size(); i++) {
            columns.add(new Column(
                    schema.getFieldNames().get(i), type(schema.getChildren().get(i))));
        }
        return columns;
    }

    @Override
    public long rowCount() throws IOException {
        try (Reader reader = reader()) {
            return reader.getNumberOfRows();
        }
    }

    @Override
    public List<Object> values(int column) throws IOException {
        List<Object> values = new ArrayList<>();
        if (rowCount() == 0) {
            return values;
        }
        boolean[] include = new boolean[schema.getMaximumId() + 1];
        TypeDescription child = schema.getChildren().get(column);
        include[0] = true;
        Arrays.fill(include, child.getId(), child.getMaximumId() + 1, true);
        try (Reader reader = reader();
                RecordReader rows = reader.rows(reader.options().include(include))) {
            VectorizedRowBatch batch = schema.createRowBatch();
            while (rows.nextBatch(batch)) {
                for (int row = 0; row < batch.size; row++) {
                    values.add(value(batch.cols[column], row, child));
                }
            }
        }
        return values;
    }

    private static DataType type(TypeDescription stored) {
        return switch (stored.getCategory()) {
            case BOOLEAN -> DataTypes.BOOLEAN();
            case BYTE -> DataTypes.TINYINT();
            case SHORT -> DataTypes.SMALLINT();
            case INT -> DataTypes.INT();
            case LONG -> DataTypes.BIGINT();
            case FLOAT -> DataTypes.FLOAT();
            case DOUBLE -> DataTypes.DOUBLE();
            case DECIMAL -> DataTypes.DECIMAL(stored.getPrecision(), stored.getScale());
            case STRING, VARCHAR, CHAR, UNION -> DataTypes.STRING();
            case BINARY -> DataTypes.BYTES();
            case DATE -> DataTypes.DATE();
            case TIMESTAMP -> DataTypes.TIMESTAMP(9);
            case TIMESTAMP_INSTANT -> DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(9);
            case LIST -> new ArrayType(type(stored.getChildren().get(0)));
            case MAP ->
                new MapType(
                        type(stored.getChildren().get(0)).notNull(),
                        type(stored.getChildren().get(1)));
            case STRUCT -> {
                List<DataField> fields = new ArrayList<>();
                for (int i = 0; i < stored.getChildren().size(); i++) {
                    String name = stored.getFieldNames().get(i);
                    fields.add(new DataField(i, name, type(stored.getChildren().get(i))));
                }
                yield new RowType(fields);
            }
            default -> DataTypes.STRING();
        };
    }

    private static Object value(ColumnVector vector, int slot, TypeDescription type) {
        int row = vector.isRepeating ? 0 : slot;
        if (!vector.noNulls && vector.isNull[row]) {
            return null;
        }
        return switch (type.getCategory()) {
            case BOOLEAN -> ((LongColumnVector) vector).vector[row] != 0;
            case BYTE, SHORT, INT, LONG -> ((LongColumnVector) vector).vector[row];
            case DATE -> LocalDate.ofEpochDay(((LongColumnVector) vector).vector[row]);
            case FLOAT -> (float) ((DoubleColumnVector) vector).vector[row];
            case DOUBLE -> ((DoubleColumnVector) vector).vector[row];
            case DECIMAL ->
                ((DecimalColumnVector) vector)
                        .vector[row]
                        .getHiveDecimal()
                        .bigDecimalValue()
                        .setScale(type.getScale());
            case STRING, VARCHAR, CHAR -> new String(bytes(vector, row), StandardCharsets.UTF_8);
            case BINARY -> bytes(vector, row);
            case TIMESTAMP, TIMESTAMP_INSTANT -> {
                TimestampColumnVector times = (TimestampColumnVector) vector;
                LocalDateTime utc = LocalDateTime.ofEpochSecond(
                        Math.floorDiv(times.time[row], 1000L), times.nanos[row], ZoneOffset.UTC);
                yield type.getCategory() == TypeDescription.Category.TIMESTAMP
                        ? utc
                        : (Object) utc.toInstant(ZoneOffset.UTC);
            }
            case LIST -> {
                ListColumnVector list = (ListColumnVector) vector;
                List<Object> items = new ArrayList<>();
                for (long i = list.offsets[row]; i < list.offsets[row] + list.lengths[row]; i++) {
                    items.add(value(list.child, (int) i, type.getChildren().get(0)));
                }
                yield items;
            }
            case MAP -> {
                MapColumnVector map = (MapColumnVector) vector;
                Map<Object, Object> entries = new LinkedHashMap<>();
                for (long i = map.offsets[row]; i < map.offsets[row] + map.lengths[row]; i++) {
                    entries.put(
                            value(map.keys, (int) i, type.getChildren().get(0)),
                            value(map.values, (int) i, type.getChildren().get(1)));
                }
                yield entries;
            }
            case STRUCT -> {
                List<Object> parts = new ArrayList<>();
                for (int i = 0; i < type.getChildren().size(); i++) {
                    ColumnVector part = ((StructColumnVector) vector).fields[i];
                    parts.add(value(part, row, type.getChildren().get(i)));
                }
                yield parts;
            }
            default -> "a value of " + type;
        };
    }

    private static byte[] bytes(ColumnVector vector, int row) {
        BytesColumnVector texts = (BytesColumnVector) vector;
        return Arrays.copyOfRange(texts.vector[row], texts.start[row], texts.start[row] + texts.length[row]);
    }
}
