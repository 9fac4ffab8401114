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
package io.tablestore.compat.trino;

import io.airlift.slice.Slice;
import io.tablestore.testing.PaimonWarehouse;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.MapType;
import io.trino.spi.type.RowType;
import io.trino.spi.type.SqlDate;
import io.trino.spi.type.SqlDecimal;
import io.trino.spi.type.SqlTime;
import io.trino.spi.type.SqlTimestamp;
import io.trino.spi.type.SqlTimestampWithTimeZone;
import io.trino.spi.type.SqlVarbinary;
import io.trino.spi.type.Type;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.data.variant.GenericVariant;
import org.apache.paimon.table.Table;

/** Writes rows of Trino's values with Apache Paimon's library. */
final class PaimonWriter {

    private PaimonWriter() {}

    /** Rows of a number and a document in JSON, which becomes a VARIANT. */
    static void writeVariants(Path warehouse, SchemaTableName name, List<Object[]> rows) {
        write(
                warehouse,
                name,
                row -> GenericRow.of(row[0], row[1] == null ? null : GenericVariant.fromJson((String) row[1])),
                rows);
    }

    /** @param rows values as {@link Type#getObjectValue} gives them */
    static void write(Path warehouse, SchemaTableName name, List<Type> types, List<Object[]> rows) {
        write(warehouse, name, row -> row(types, row), rows);
    }

    private static GenericRow row(List<Type> types, Object[] values) {
        GenericRow row = new GenericRow(values.length);
        for (int i = 0; i < values.length; i++) {
            row.setField(i, value(types.get(i), values[i]));
        }
        return row;
    }

    private static void write(
            Path warehouse, SchemaTableName name, Function<Object[], GenericRow> conversion, List<Object[]> rows) {
        try (PaimonWarehouse paimon = new PaimonWarehouse(warehouse)) {
            Table table = paimon.table(Identifier.create(name.getSchemaName(), name.getTableName()));
            PaimonWarehouse.write(table, write -> {
                for (Object[] row : rows) {
                    write.write(conversion.apply(row));
                }
            });
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Object value(Type type, Object value) {
        if (value == null) {
            return null;
        }
        if (type instanceof ArrayType array) {
            return new GenericArray(((List<?>) value)
                    .stream()
                            .map(element -> value(array.getElementType(), element))
                            .toArray());
        }
        if (type instanceof MapType map) {
            Map<Object, Object> entries = new HashMap<>();
            ((Map<?, ?>) value)
                    .forEach((key, entry) ->
                            entries.put(value(map.getKeyType(), key), value(map.getValueType(), entry)));
            return new GenericMap(entries);
        }
        if (type instanceof RowType row) {
            List<?> fields = (List<?>) value;
            GenericRow written = new GenericRow(fields.size());
            for (int i = 0; i < fields.size(); i++) {
                written.setField(i, value(row.getFields().get(i).getType(), fields.get(i)));
            }
            return written;
        }
        if (value instanceof String text) {
            return BinaryString.fromString(text);
        }
        if (value instanceof Slice bytes) {
            return bytes.getBytes();
        }
        if (value instanceof SqlVarbinary bytes) {
            return bytes.getBytes();
        }
        if (value instanceof SqlDate date) {
            return date.getDays();
        }
        if (value instanceof SqlTime time) {
            return Math.toIntExact(time.getPicos() / 1_000_000_000L);
        }
        if (value instanceof SqlDecimal decimal) {
            return Decimal.fromBigDecimal(decimal.toBigDecimal(), decimal.getPrecision(), decimal.getScale());
        }
        if (value instanceof SqlTimestamp timestamp) {
            long micros = timestamp.getEpochMicros();
            int nanos = timestamp.getPicosOfMicros() / 1000;
            return Timestamp.fromEpochMillis(
                    Math.floorDiv(micros, 1000L), (int) Math.floorMod(micros, 1000L) * 1000 + nanos);
        }
        if (value instanceof SqlTimestampWithTimeZone instant) {
            return Timestamp.fromEpochMillis(instant.getEpochMillis(), instant.getPicosOfMilli() / 1000);
        }
        return value;
    }
}
