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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.paimon.casting.CastExecutors;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericArray;
import org.apache.paimon.data.GenericMap;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.Timestamp;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.BinaryType;
import org.apache.paimon.types.CharType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.DecimalType;
import org.apache.paimon.types.LocalZonedTimestampType;
import org.apache.paimon.types.MapType;
import org.apache.paimon.types.MultisetType;
import org.apache.paimon.types.RowType;
import org.apache.paimon.types.TimeType;
import org.apache.paimon.types.TimestampType;
import org.apache.paimon.types.VarBinaryType;
import org.apache.paimon.types.VarCharType;

/** Random types and values of them, with the odd ones among them. */
final class RandomValues {

    /** 1582-10-16: Paimon's ORC writer stores timestamps of before by another calendar, and reads them back as other days. */
    private static final long GREGORIAN_MILLIS = -12_219_206_400_000L;

    private final Random random;
    private boolean orcKeepsAll;

    RandomValues(Random random) {
        this.random = random;
    }

    /** From now on only values that come back from ORC as they are: it trims CHAR, and see {@link #GREGORIAN_MILLIS}. */
    void onlyWhatOrcKeeps() {
        orcKeepsAll = true;
    }

    static boolean isByteArray(DataType type) {
        return switch (type.getTypeRoot()) {
            case CHAR, VARCHAR, BINARY, VARBINARY -> true;
            case DECIMAL -> ((DecimalType) type).getPrecision() > 18;
            case ARRAY, MAP, MULTISET, ROW -> true; // may hold some
            default -> false;
        };
    }

    static boolean isOrdered(DataType type) {
        return switch (type.getTypeRoot()) {
            case BOOLEAN, BINARY, VARBINARY, FLOAT, DOUBLE, ARRAY, MAP, MULTISET, ROW -> false;
            default -> true;
        };
    }

    DataType partitionType() {
        return switch (random.nextInt(5)) {
            case 0 -> DataTypes.INT();
            case 1 -> DataTypes.DATE();
            case 2 -> DataTypes.TIMESTAMP(random.nextInt(7));
            default -> DataTypes.STRING();
        };
    }

    DataType keyType() {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> DataTypes.INT();
            case 3, 4, 5 -> DataTypes.BIGINT();
            case 6, 7, 8 -> DataTypes.STRING();
            default -> atomicType();
        };
    }

    /** A type for a value column, now and then a nested one. */
    DataType valueType() {
        return random.nextInt(8) == 0 ? nestedType(0) : atomicType();
    }

    private DataType nestedType(int depth) {
        return switch (random.nextInt(5)) {
            case 0, 1 -> DataTypes.ARRAY(innerType(depth));
            case 2 -> DataTypes.MAP(mapKeyType().notNull(), innerType(depth));
            case 3 -> DataTypes.MULTISET(mapKeyType().notNull());
            default -> {
                int count = 1 + random.nextInt(3);
                DataField[] fields = new DataField[count];
                for (int i = 0; i < count; i++) {
                    fields[i] = DataTypes.FIELD(i, "f" + i, innerType(depth));
                }
                yield DataTypes.ROW(fields);
            }
        };
    }

    private DataType innerType(int depth) {
        return depth < 2 && random.nextInt(4) == 0 ? nestedType(depth + 1) : atomicType();
    }

    /** Keys that tell apart what is printed. */
    private DataType mapKeyType() {
        return switch (random.nextInt(3)) {
            case 0 -> DataTypes.INT();
            case 1 -> DataTypes.BIGINT();
            default -> DataTypes.STRING();
        };
    }

    /** Whether Paimon can write the type to Avro: no TIME or TIMESTAMP that is finer than the format's. */
    static boolean fitsAvro(DataType type) {
        return switch (type.getTypeRoot()) {
            case TIME_WITHOUT_TIME_ZONE -> ((TimeType) type).getPrecision() <= 3;
            case TIMESTAMP_WITHOUT_TIME_ZONE -> ((TimestampType) type).getPrecision() <= 6;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> ((LocalZonedTimestampType) type).getPrecision() <= 6;
            case ARRAY -> fitsAvro(((ArrayType) type).getElementType());
            // Paimon 1.4.2 cannot write a multiset of anything but texts (ClassCastException).
            case MULTISET -> ((MultisetType) type).getElementType().is(DataTypeFamily.CHARACTER_STRING);
            case MAP -> fitsAvro(((MapType) type).getKeyType()) && fitsAvro(((MapType) type).getValueType());
            case ROW -> ((RowType) type).getFieldTypes().stream().allMatch(RandomValues::fitsAvro);
            default -> true;
        };
    }

    static boolean isNested(DataType type) {
        return switch (type.getTypeRoot()) {
            case ARRAY, MAP, MULTISET, ROW -> true;
            default -> false;
        };
    }

    DataType atomicType() {
        return switch (random.nextInt(21)) {
            case 0 -> DataTypes.BOOLEAN();
            case 1 -> DataTypes.TINYINT();
            case 2 -> DataTypes.SMALLINT();
            case 3 -> DataTypes.INT();
            case 4, 5 -> DataTypes.BIGINT();
            case 6 -> DataTypes.FLOAT();
            case 7 -> DataTypes.DOUBLE();
            case 8 -> DataTypes.DECIMAL(1 + random.nextInt(9), 0);
            case 9 -> DataTypes.DECIMAL(10 + random.nextInt(9), random.nextInt(10));
            case 10 -> DataTypes.DECIMAL(19 + random.nextInt(20), random.nextInt(19));
            case 11 -> DataTypes.CHAR(1 + random.nextInt(10));
            case 12 -> DataTypes.VARCHAR(1 + random.nextInt(30));
            case 13 -> DataTypes.BINARY(1 + random.nextInt(12));
            case 14 -> DataTypes.VARBINARY(1 + random.nextInt(30));
            case 15 -> DataTypes.DATE();
            case 16 -> DataTypes.TIME(random.nextInt(10));
            case 17 -> DataTypes.TIMESTAMP(random.nextInt(10));
            case 18 -> DataTypes.TIMESTAMP_WITH_LOCAL_TIME_ZONE(random.nextInt(10));
            case 19 -> DataTypes.BYTES();
            default -> DataTypes.STRING();
        };
    }

    static DataType widened(DataType type) {
        return switch (type.getTypeRoot()) {
            case TINYINT -> DataTypes.SMALLINT();
            case SMALLINT -> DataTypes.INT();
            case INTEGER -> DataTypes.BIGINT();
            case FLOAT -> DataTypes.DOUBLE();
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                int scale = Math.min(decimal.getScale() + 1, 18);
                int precision = Math.min(38, decimal.getPrecision() + 3);
                boolean keeps = precision - scale >= decimal.getPrecision() - decimal.getScale();
                yield keeps ? DataTypes.DECIMAL(precision, scale) : null;
            }
            case VARCHAR -> DataTypes.STRING();
            default -> null;
        };
    }

    /**
     * Types a column may be changed to so that old values read back right: not from texts, which may mean nothing in the
     * new type, nor from binaries to texts, for they are no UTF-8; not to decimals that may be too narrow, for Paimon 1.4.2
     * fails to write the null that comes of it; not from timestamps to what Paimon rounds towards 1970, nor from BIGINT to
     * timestamps, for such seconds overflow.
     */
    List<DataType> castTargets(DataType from) {
        List<DataType> targets = new ArrayList<>();
        if (from.is(DataTypeFamily.CHARACTER_STRING)) {
            return targets;
        }
        DataType[] candidates = {
            DataTypes.TINYINT(),
            DataTypes.SMALLINT(),
            DataTypes.INT(),
            DataTypes.BIGINT(),
            DataTypes.FLOAT(),
            DataTypes.DOUBLE(),
            DataTypes.DECIMAL(30, 1),
            DataTypes.STRING(),
            DataTypes.VARCHAR(5),
            DataTypes.CHAR(6),
            DataTypes.BOOLEAN(),
            DataTypes.VARBINARY(2),
            DataTypes.BINARY(4),
            DataTypes.TIMESTAMP(6),
            DataTypes.TIMESTAMP(3)
        };
        boolean timestamp = from.is(DataTypeFamily.TIMESTAMP);
        for (DataType candidate : candidates) {
            boolean misread = !from.is(DataTypeFamily.INTEGER_NUMERIC) && candidate.is(DataTypeRoot.DECIMAL)
                    || timestamp && !candidate.is(DataTypeFamily.CHARACTER_STRING)
                    || from.is(DataTypeRoot.BIGINT) && candidate.is(DataTypeFamily.TIMESTAMP)
                    || from.is(DataTypeFamily.BINARY_STRING) && candidate.is(DataTypeFamily.CHARACTER_STRING);
            if (!misread && !candidate.equals(from) && CastExecutors.resolve(from, candidate) != null) {
                targets.add(candidate);
            }
        }
        return targets;
    }

    Object partitionValue(DataType type) {
        if (type.isNullable() && random.nextInt(12) == 0) {
            return null;
        }
        String[] odd = {"a", "b c", "x/y", "ü=ñ", "100%", "", " ", "日本", "a:b*c", "#'\"", "2024-01-01"};
        return switch (type.getTypeRoot()) {
            case INTEGER -> random.nextInt(3);
            case DATE -> 19000 + random.nextInt(3);
            case TIMESTAMP_WITHOUT_TIME_ZONE -> {
                int precision = ((TimestampType) type).getPrecision();
                yield truncated(1_640_000_000_000L + random.nextInt(2) * 1000L, 123_456, precision);
            }
            default -> BinaryString.fromString(odd[random.nextInt(odd.length)]);
        };
    }

    /**
     * Paimon 1.4 sorts by bits but merges with {@code <} and {@code >}, for which a NaN equals everything and -0.0 equals 0.0: runs
     * that hold them come out unsorted, with keys doubled. Such keys are left out; our reader reports the broken order.
     */
    Object keyValue(DataType type) {
        return switch (type.getTypeRoot()) {
            case FLOAT -> (float) random.nextInt(1000) - 500.5f;
            case DOUBLE -> random.nextInt(1000) - 500.5;
            default -> randomValue(type);
        };
    }

    Object randomValue(DataType type) {
        if (type.isNullable() && random.nextInt(6) == 0) {
            return null;
        }
        boolean small = random.nextBoolean();
        return switch (type.getTypeRoot()) {
            case BOOLEAN -> random.nextBoolean();
            case TINYINT -> (byte) random.nextInt();
            case SMALLINT -> (short) (small ? random.nextInt(20) : random.nextInt());
            case INTEGER -> small ? random.nextInt(100) : random.nextInt();
            case BIGINT -> small ? (long) random.nextInt(100) : random.nextLong();
            case FLOAT ->
                new float[] {random.nextFloat() * 100, -0.0f, 0.0f, Float.NaN, Float.NEGATIVE_INFINITY, 1.5f}
                        [random.nextInt(6)];
            case DOUBLE ->
                new double[] {random.nextGaussian(), -0.0, 0.0, Double.NaN, Double.MAX_VALUE, 1e-300}
                        [random.nextInt(6)];
            case DECIMAL -> {
                DecimalType decimal = (DecimalType) type;
                BigInteger bound = BigInteger.TEN.pow(small ? 1 : decimal.getPrecision());
                BigInteger unscaled = new BigInteger(bound.bitLength() + 8, random).mod(bound);
                BigDecimal value =
                        new BigDecimal(random.nextBoolean() ? unscaled : unscaled.negate(), decimal.getScale());
                yield Decimal.fromBigDecimal(value, decimal.getPrecision(), decimal.getScale());
            }
            case CHAR -> {
                String text = text(((CharType) type).getLength());
                yield BinaryString.fromString(orcKeepsAll ? PaimonRows.withoutTrailingBlanks(text) : text);
            }
            case VARCHAR -> BinaryString.fromString(text(Math.min(((VarCharType) type).getLength(), small ? 3 : 40)));
            case BINARY -> bytes(((BinaryType) type).getLength());
            case VARBINARY -> bytes(random.nextInt(Math.min(((VarBinaryType) type).getLength(), small ? 3 : 40) + 1));
            case DATE -> small ? random.nextInt(20000) : random.nextInt(3_600_000) - 700_000;
            case TIME_WITHOUT_TIME_ZONE -> {
                int precision = ((TimeType) type).getPrecision();
                int step = new int[] {1000, 100, 10, 1}[Math.min(3, precision)];
                yield random.nextInt(86_400_000) / step * step;
            }
            case TIMESTAMP_WITHOUT_TIME_ZONE -> timestamp(((TimestampType) type).getPrecision(), small);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> timestamp(((LocalZonedTimestampType) type).getPrecision(), small);
            case ARRAY -> {
                Object[] elements = new Object[length()];
                for (int i = 0; i < elements.length; i++) {
                    elements[i] = randomValue(((ArrayType) type).getElementType());
                }
                yield new GenericArray(elements);
            }
            case MAP -> map(((MapType) type).getKeyType(), ((MapType) type).getValueType());
            case MULTISET ->
                map(((MultisetType) type).getElementType(), DataTypes.INT().notNull());
            case ROW -> {
                List<DataField> fields = ((RowType) type).getFields();
                GenericRow row = new GenericRow(fields.size());
                for (int i = 0; i < fields.size(); i++) {
                    row.setField(i, randomValue(fields.get(i).type()));
                }
                yield row;
            }
            default -> throw new IllegalStateException(type.toString());
        };
    }

    private int length() {
        return random.nextInt(4) == 0 ? 0 : random.nextInt(4);
    }

    private GenericMap map(DataType key, DataType value) {
        Map<Object, Object> map = new LinkedHashMap<>();
        int count = length();
        for (int i = 0; i < count; i++) {
            map.put(randomValue(key), randomValue(value));
        }
        return new GenericMap(map);
    }

    private Timestamp timestamp(int precision, boolean small) {
        long millis = small
                ? 1_700_000_000_000L + random.nextInt(1000)
                : random.nextInt(5) == 0 ? -62_135_596_800_000L + random.nextInt(1_000_000) : random.nextLong() >> 16;
        if (Math.abs(millis) > 60_000_000_000_000L) {
            millis %= 60_000_000_000_000L;
        }
        if (orcKeepsAll && millis < GREGORIAN_MILLIS) {
            millis = -millis;
        }
        return truncated(millis, random.nextInt(1_000_000), precision);
    }

    private static Timestamp truncated(long millis, int nanos, int precision) {
        if (precision < 3) {
            long unit = precision == 0 ? 1000 : precision == 1 ? 100 : 10;
            return Timestamp.fromEpochMillis(Math.floorDiv(millis, unit) * unit);
        }
        int unit = 1;
        for (int i = precision; i < 9; i++) {
            unit *= 10;
        }
        return Timestamp.fromEpochMillis(millis, nanos / unit * unit);
    }

    private String text(int maxLength) {
        int length = random.nextInt(maxLength + 1);
        StringBuilder text = new StringBuilder();
        String alphabet = random.nextInt(5) == 0 ? "aä日\"\\\n\t\u0001 '€𝄞" : "abcxyz0189 ";
        int[] points = alphabet.codePoints().toArray();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(points[random.nextInt(points.length)]);
        }
        return text.toString();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
