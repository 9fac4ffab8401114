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
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.RowType;

/** An Avro file, read by Apache Avro. */
final class ForeignAvro implements ForeignFile {

    private static final int MAX_DEPTH = 20;

    private final Path file;
    private final Schema schema;

    ForeignAvro(Path file) throws IOException {
        this.file = file;
        try (DataFileReader<Object> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            schema = reader.getSchema();
        }
    }

    @Override
    public List<Column> columns() {
        if (schema.getType() != Schema.Type.RECORD) {
            return List.of(new Column("value", DataTypes.STRING()));
        }
        return schema.getFields().stream()
                .map(field -> new Column(field.name(), type(field.schema(), 0)))
                .toList();
    }

    @Override
    public long rowCount() throws IOException {
        long rows = 0;
        try (DataFileReader<Object> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            while (reader.hasNext()) {
                reader.next();
                rows++;
            }
        }
        return rows;
    }

    @Override
    public List<Object> values(int column) throws IOException {
        List<Object> values = new ArrayList<>();
        try (DataFileReader<Object> reader = new DataFileReader<>(file.toFile(), new GenericDatumReader<>())) {
            for (Object row : reader) {
                Schema.Field field = schema.getFields().get(column);
                values.add(value(((IndexedRecord) row).get(column), field.schema()));
            }
        }
        return values;
    }

    private static DataType type(Schema stored, int depth) {
        if (depth > MAX_DEPTH) {
            return DataTypes.STRING();
        }
        String logical =
                stored.getLogicalType() == null ? "" : stored.getLogicalType().getName();
        return switch (stored.getType()) {
            case NULL -> DataTypes.INT();
            case BOOLEAN -> DataTypes.BOOLEAN();
            case INT ->
                switch (logical) {
                    case "date" -> DataTypes.DATE();
                    case "time-millis" -> DataTypes.TIME(3);
                    default -> DataTypes.INT();
                };
            case LONG ->
                logical.endsWith("timestamp-millis")
                        ? DataTypes.TIMESTAMP(3)
                        : logical.endsWith("timestamp-micros") ? DataTypes.TIMESTAMP(6) : DataTypes.BIGINT();
            case FLOAT -> DataTypes.FLOAT();
            case DOUBLE -> DataTypes.DOUBLE();
            case STRING, ENUM -> DataTypes.STRING();
            case BYTES, FIXED ->
                stored.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? DataTypes.DECIMAL(decimal.getPrecision(), decimal.getScale())
                        : DataTypes.BYTES();
            case UNION -> {
                Schema only = onlyBranch(stored);
                yield only == null ? DataTypes.STRING() : type(only, depth + 1);
            }
            case ARRAY -> new ArrayType(type(stored.getElementType(), depth + 1));
            case MAP -> new MapType(DataTypes.STRING().notNull(), type(stored.getValueType(), depth + 1));
            case RECORD -> {
                List<DataField> fields = new ArrayList<>();
                for (Schema.Field field : stored.getFields()) {
                    fields.add(new DataField(fields.size(), field.name(), type(field.schema(), depth + 1)));
                }
                yield fields.isEmpty() || isRecursive(stored, stored, 0) ? DataTypes.STRING() : new RowType(fields);
            }
        };
    }

    private static boolean isRecursive(Schema within, Schema record, int depth) {
        if (depth > 0 && within.equals(record) || depth > MAX_DEPTH) {
            return true;
        }
        return switch (within.getType()) {
            case RECORD ->
                within.getFields().stream().anyMatch(field -> isRecursive(field.schema(), record, depth + 1));
            case UNION -> within.getTypes().stream().anyMatch(branch -> isRecursive(branch, record, depth + 1));
            case ARRAY -> isRecursive(within.getElementType(), record, depth + 1);
            case MAP -> isRecursive(within.getValueType(), record, depth + 1);
            default -> false;
        };
    }

    /** The branch that is not null, or null if there are several. */
    private static Schema onlyBranch(Schema union) {
        List<Schema> others = union.getTypes().stream()
                .filter(branch -> branch.getType() != Schema.Type.NULL)
                .toList();
        return others.size() == 1 ? others.get(0) : null;
    }

    private static Object value(Object stored, Schema schema) {
        if (stored == null) {
            return null;
        }
        return switch (schema.getType()) {
            case UNION -> onlyBranch(schema) == null ? stored : value(stored, onlyBranch(schema));
            case STRING, ENUM -> stored.toString();
            case INT -> {
                DataType type = type(schema, 0);
                int number = (Integer) stored;
                yield type.equals(DataTypes.DATE())
                        ? LocalDate.ofEpochDay(number)
                        : type.equals(DataTypes.INT()) ? stored : LocalTime.ofNanoOfDay(number * 1_000_000L);
            }
            case LONG -> {
                DataType type = type(schema, 0);
                long number = (Long) stored;
                long perSecond = type.equals(DataTypes.TIMESTAMP(3)) ? 1000 : 1_000_000;
                yield type.equals(DataTypes.BIGINT())
                        ? stored
                        : LocalDateTime.ofEpochSecond(
                                Math.floorDiv(number, perSecond),
                                (int) (Math.floorMod(number, perSecond) * (1_000_000_000 / perSecond)),
                                ZoneOffset.UTC);
            }
            case BYTES, FIXED -> {
                byte[] bytes = stored instanceof GenericFixed fixed ? fixed.bytes() : bytes((ByteBuffer) stored);
                yield schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                        ? new BigDecimal(new BigInteger(bytes), decimal.getScale())
                        : bytes;
            }
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                ((List<?>) stored).forEach(item -> items.add(value(item, schema.getElementType())));
                yield items;
            }
            case MAP -> {
                Map<Object, Object> entries = new LinkedHashMap<>();
                ((Map<?, ?>) stored)
                        .forEach((key, item) -> entries.put(key.toString(), value(item, schema.getValueType())));
                yield entries;
            }
            case RECORD -> {
                List<Object> parts = new ArrayList<>();
                for (Schema.Field field : schema.getFields()) {
                    parts.add(value(((IndexedRecord) stored).get(field.pos()), field.schema()));
                }
                yield parts;
            }
            default -> stored;
        };
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}
