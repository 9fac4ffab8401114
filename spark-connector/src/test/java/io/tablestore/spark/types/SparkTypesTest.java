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
package io.tablestore.spark.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SparkTypesTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);

    private static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(DataType.of(TypeRoot.BOOLEAN), DataTypes.BooleanType),
                Arguments.of(DataType.of(TypeRoot.TINYINT), DataTypes.ByteType),
                Arguments.of(DataType.of(TypeRoot.SMALLINT), DataTypes.ShortType),
                Arguments.of(INT, DataTypes.IntegerType),
                Arguments.of(DataType.of(TypeRoot.BIGINT), DataTypes.LongType),
                Arguments.of(DataType.of(TypeRoot.FLOAT), DataTypes.FloatType),
                Arguments.of(DataType.of(TypeRoot.DOUBLE), DataTypes.DoubleType),
                Arguments.of(DataType.decimal(38, 38), DataTypes.createDecimalType(38, 38)),
                Arguments.of(DataType.decimal(1, 0), DataTypes.createDecimalType(1, 0)),
                Arguments.of(DataType.of(TypeRoot.CHAR, 1), NewerTypes.charOf(1)),
                Arguments.of(DataType.of(TypeRoot.VARCHAR, 20), NewerTypes.varcharOf(20)),
                Arguments.of(DataType.string(), DataTypes.StringType),
                Arguments.of(DataType.bytes(), DataTypes.BinaryType),
                Arguments.of(DataType.of(TypeRoot.DATE), DataTypes.DateType),
                Arguments.of(DataType.of(TypeRoot.TIMESTAMP, 6), DataTypes.TimestampNTZType),
                Arguments.of(DataType.of(TypeRoot.TIMESTAMP_LTZ, 6), DataTypes.TimestampType),
                Arguments.of(
                        new DataType.Collection(TypeRoot.ARRAY, INT.asNotNull(), 0, true),
                        DataTypes.createArrayType(DataTypes.IntegerType, false)),
                Arguments.of(
                        new DataType.Mapping(DataType.string(), INT.asNotNull(), true),
                        DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType, false)),
                Arguments.of(
                        new DataType.Row(List.of(new DataField(-1, "Ä b", INT.asNotNull())), true),
                        new StructType(new StructField[] {
                            new StructField("Ä b", DataTypes.IntegerType, false, Metadata.empty())
                        })));
    }

    private static org.apache.spark.sql.types.DataType shown(DataType type) {
        return SparkTypes.schema(List.of(new DataField(0, "c", type))).apply(0).dataType();
    }

    @ParameterizedTest
    @MethodSource("types")
    void typesAreTranslatedBothWays(DataType type, org.apache.spark.sql.types.DataType sparks) {
        assertThat(shown(type)).isEqualTo(sparks);
        assertThat(SparkTypes.toTable("c", sparks)).isEqualTo(type);
    }

    /** Spark has one type for binaries of all lengths, and microseconds only. */
    @Test
    void typesOfOtherPrecisionsAreShownAsTheNextOne() {
        assertThat(shown(DataType.of(TypeRoot.BINARY, 5))).isEqualTo(DataTypes.BinaryType);
        assertThat(shown(DataType.of(TypeRoot.BLOB))).isEqualTo(DataTypes.BinaryType);
        assertThat(shown(DataType.of(TypeRoot.TIMESTAMP, 0))).isEqualTo(DataTypes.TimestampNTZType);
        assertThat(shown(DataType.of(TypeRoot.TIMESTAMP_LTZ, 9))).isEqualTo(DataTypes.TimestampType);
        assertThat(shown(DataType.of(TypeRoot.VARCHAR, DataType.MAX_LENGTH - 1)))
                .isEqualTo(NewerTypes.varcharOf(DataType.MAX_LENGTH - 1));
    }

    @Test
    void aMultisetIsAMapToCounts() {
        assertThat(shown(new DataType.Collection(TypeRoot.MULTISET, DataType.string(), 0, true)))
                .isEqualTo(DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType, false));
    }

    @Test
    void aColumnKeepsNameNullabilityAndComment() {
        DataField field = new DataField(-1, "größe", INT.asNotNull(), "in cm");
        StructField shown = SparkTypes.schema(List.of(field)).apply(0);
        assertThat(shown.nullable()).isFalse();
        assertThat(shown.getComment().get()).isEqualTo("in cm");
        assertThat(SparkTypes.toTable(shown)).isEqualTo(field);
        DataField plain = new DataField(-1, "c", INT);
        assertThat(SparkTypes.toTable(SparkTypes.schema(List.of(plain)).apply(0)))
                .isEqualTo(plain);
    }

    @Test
    void vectorsOfCharAndVarcharAreStringsAtAnyDepth() {
        DataType code = DataType.of(TypeRoot.CHAR, 3);
        assertThat(SparkTypes.vectorType(new DataField(0, "c", code))).isEqualTo(DataTypes.StringType);
        assertThat(SparkTypes.vectorType(new DataField(0, "c", new DataType.Collection(TypeRoot.ARRAY, code, 0, true))))
                .isEqualTo(DataTypes.createArrayType(DataTypes.StringType, true));
    }

    @Test
    void typesThatTablesDoNotHaveAreRefusedWithTheColumn() {
        assertThatThrownBy(() -> SparkTypes.toTable("pause", DataTypes.CalendarIntervalType))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageStartingWith("Column pause: ")
                .hasMessageContaining("INTERVAL");
        assertThatThrownBy(() -> SparkTypes.toTable("c", DataTypes.createArrayType(DataTypes.NullType)))
                .isInstanceOf(UnsupportedFormatException.class);
    }

    @Test
    void namesAreQuoted() {
        assertThat(SparkTypes.quoted("a.b")).isEqualTo("`a.b`");
        assertThat(SparkTypes.quoted("a`b")).isEqualTo("`a``b`");
    }
}
