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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Records as parquet-java reads them, in the forms of JSON that the command line prints: numbers as {@link BigDecimal},
 * floating point as {@link Double}, the rest as text, groups as maps, lists as lists.
 */
final class GroupValues {

    private GroupValues() {}

    static Map<String, Object> row(Group group) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Type field : group.getType().getFields()) {
            row.put(field.getName(), field(group, field));
        }
        return row;
    }

    private static Object field(Group group, Type field) {
        int count = group.getFieldRepetitionCount(field.getName());
        if (field.isRepetition(Type.Repetition.REPEATED)) {
            return repeated(group, field, false);
        }
        return count == 0 ? null : value(group, field, 0);
    }

    private static List<Object> repeated(Group group, Type field, boolean unwrapped) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < group.getFieldRepetitionCount(field.getName()); i++) {
            if (unwrapped) {
                Group element = group.getGroup(field.getName(), i);
                list.add(field(element, element.getType().getType(0)));
            } else {
                list.add(value(group, field, i));
            }
        }
        return list;
    }

    private static Object value(Group group, Type field, int index) {
        if (field.isPrimitive()) {
            return atomic(group, field.asPrimitiveType(), index);
        }
        GroupType type = field.asGroupType();
        Group value = group.getGroup(field.getName(), index);
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        if (annotation instanceof LogicalTypeAnnotation.ListLogicalTypeAnnotation) {
            return repeated(value, type.getType(0), !FooterSchema.isElement(type, type.getType(0)));
        }
        boolean map = annotation instanceof LogicalTypeAnnotation.MapLogicalTypeAnnotation
                || annotation instanceof LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
        if (map && type.getType(0).isRepetition(Type.Repetition.REPEATED)) {
            Map<String, Object> entries = new LinkedHashMap<>();
            for (int i = 0; i < value.getFieldRepetitionCount(0); i++) {
                Group entry = value.getGroup(0, i);
                GroupType entryType = entry.getType();
                Object key = field(entry, entryType.getType(0));
                entries.put(
                        String.valueOf(key), entryType.getFieldCount() > 1 ? field(entry, entryType.getType(1)) : null);
            }
            return entries;
        }
        return row(value);
    }

    private static Object atomic(Group group, PrimitiveType type, int index) {
        String name = type.getName();
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> group.getBoolean(name, index);
            case FLOAT -> Double.parseDouble(Float.toString(group.getFloat(name, index)));
            case DOUBLE -> group.getDouble(name, index);
            case INT32 -> number(group.getInteger(name, index), 32, annotation);
            case INT64 -> number(group.getLong(name, index), 64, annotation);
            case INT96 -> int96(group.getInt96(name, index));
            case BINARY, FIXED_LEN_BYTE_ARRAY -> binary(group.getBinary(name, index), annotation);
        };
    }

    private static Object number(long value, int bits, LogicalTypeAnnotation annotation) {
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
        }
        if (annotation instanceof LogicalTypeAnnotation.DateLogicalTypeAnnotation) {
            return LocalDate.ofEpochDay(value).toString();
        }
        if (annotation instanceof LogicalTypeAnnotation.TimeLogicalTypeAnnotation time) {
            LocalTime exact = LocalTime.ofNanoOfDay(value * nanos(time.getUnit()));
            return String.format("%tT.%03d", exact, exact.get(ChronoField.NANO_OF_SECOND) / 1_000_000);
        }
        if (annotation instanceof LogicalTypeAnnotation.TimestampLogicalTypeAnnotation timestamp) {
            long perSecond = 1_000_000_000L / nanos(timestamp.getUnit());
            return timestamp(
                    Math.floorDiv(value, perSecond),
                    (int) (Math.floorMod(value, perSecond) * nanos(timestamp.getUnit())),
                    timestamp.getUnit() == TimeUnit.MILLIS ? 3 : timestamp.getUnit() == TimeUnit.MICROS ? 6 : 9);
        }
        if (annotation instanceof IntLogicalTypeAnnotation whole && !whole.isSigned()) {
            return bits == 32 ? BigDecimal.valueOf(Integer.toUnsignedLong((int) value)) : Long.toUnsignedString(value);
        }
        return BigDecimal.valueOf(value);
    }

    private static long nanos(TimeUnit unit) {
        return unit == TimeUnit.MILLIS ? 1_000_000L : unit == TimeUnit.MICROS ? 1000L : 1L;
    }

    private static String timestamp(long epochSecond, int nano, int digits) {
        LocalDateTime clock = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        String second = clock.withSecond(1).toString().replaceFirst(":01$", String.format(":%02d", clock.getSecond()));
        return second + "." + String.format("%09d", nano).substring(0, digits);
    }

    private static String int96(Binary value) {
        ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long nanos = bytes.getLong(bytes.position());
        long day = bytes.getInt(bytes.position() + 8) - 2_440_588L;
        BigInteger epoch = BigInteger.valueOf(day)
                .multiply(BigInteger.valueOf(86_400_000_000_000L))
                .add(BigInteger.valueOf(nanos));
        // Spark's microseconds since the first Julian day wrap at 64 bits.
        BigInteger firstMicro = BigInteger.valueOf(Long.MIN_VALUE).multiply(BigInteger.valueOf(1000));
        if (epoch.compareTo(firstMicro) < 0) {
            epoch = epoch.add(BigInteger.ONE.shiftLeft(64).multiply(BigInteger.valueOf(1000)));
        }
        BigInteger[] parts = epoch.divideAndRemainder(BigInteger.valueOf(1_000_000_000L));
        long second = parts[0].longValueExact() - (parts[1].signum() < 0 ? 1 : 0);
        int nano = parts[1].intValueExact() + (parts[1].signum() < 0 ? 1_000_000_000 : 0);
        return timestamp(second, nano, 9);
    }

    private static Object binary(Binary value, LogicalTypeAnnotation annotation) {
        byte[] bytes = value.getBytes();
        if (annotation instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString();
        }
        if (annotation instanceof LogicalTypeAnnotation.UUIDLogicalTypeAnnotation) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong()).toString();
        }
        if (annotation instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation) {
            return half(bytes[0] & 0xFF | bytes[1] << 8);
        }
        boolean text = annotation instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation
                || annotation instanceof LogicalTypeAnnotation.EnumLogicalTypeAnnotation
                || annotation instanceof LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
        return text
                ? new String(bytes, StandardCharsets.UTF_8)
                : Base64.getEncoder().encodeToString(bytes);
    }

    private static double half(int bits) {
        int exponent = bits >>> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double size = exponent == 0
                ? fraction * Math.pow(2, -24)
                : exponent == 31
                        ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                        : (1024 + fraction) * Math.pow(2, exponent - 25);
        return (bits & 0x8000) == 0 ? size : -size;
    }
}
