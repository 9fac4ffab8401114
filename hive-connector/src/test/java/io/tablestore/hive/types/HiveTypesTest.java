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
package io.tablestore.hive.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.serde2.typeinfo.TimestampLocalTZTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HiveTypesTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");
    private static final DataType INT = DataType.of(TypeRoot.INT);
    private static final DataType INSTANT = DataType.of(TypeRoot.TIMESTAMP_LTZ, 3);
    private static final DataType VARIANT = DataType.of(TypeRoot.VARIANT);

    private static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(DataType.of(TypeRoot.BOOLEAN), "boolean"),
                Arguments.of(DataType.of(TypeRoot.TINYINT), "tinyint"),
                Arguments.of(DataType.of(TypeRoot.SMALLINT), "smallint"),
                Arguments.of(INT.asNotNull(), "int"),
                Arguments.of(DataType.of(TypeRoot.BIGINT), "bigint"),
                Arguments.of(DataType.of(TypeRoot.FLOAT), "float"),
                Arguments.of(DataType.of(TypeRoot.DOUBLE), "double"),
                Arguments.of(DataType.decimal(38, 37), "decimal(38,37)"),
                Arguments.of(DataType.of(TypeRoot.CHAR, 255), "char(255)"),
                Arguments.of(DataType.of(TypeRoot.CHAR, 256), "string"),
                Arguments.of(DataType.of(TypeRoot.VARCHAR, 65535), "varchar(65535)"),
                Arguments.of(DataType.of(TypeRoot.VARCHAR, 65536), "string"),
                Arguments.of(DataType.string(), "string"),
                Arguments.of(DataType.of(TypeRoot.BINARY, 5), "binary"),
                Arguments.of(DataType.bytes(), "binary"),
                Arguments.of(DataType.of(TypeRoot.BLOB), "binary"),
                Arguments.of(DataType.of(TypeRoot.DATE), "date"),
                Arguments.of(DataType.of(TypeRoot.TIME, 3), "string"),
                Arguments.of(DataType.of(TypeRoot.TIMESTAMP, 9), "timestamp"),
                Arguments.of(INSTANT, "timestamp with local time zone"),
                Arguments.of(VARIANT, "string"),
                Arguments.of(
                        new DataType.Collection(TypeRoot.ARRAY, INSTANT, 0, true),
                        "array<timestamp with local time zone>"),
                Arguments.of(
                        new DataType.Collection(TypeRoot.VECTOR, DataType.of(TypeRoot.FLOAT), 3, true), "array<float>"),
                Arguments.of(new DataType.Collection(TypeRoot.MULTISET, DataType.string(), 0, true), "map<string,int>"),
                Arguments.of(new DataType.Mapping(INT, DataType.decimal(4, 1), true), "map<int,decimal(4,1)>"),
                Arguments.of(
                        row(new DataField(1, "Fläche", INT), new DataField(2, "b", VARIANT)),
                        "struct<fläche:int,b:string>"));
    }

    private static DataType row(DataField... fields) {
        return new DataType.Row(List.of(fields), true);
    }

    private static DataField column(DataType type) {
        return new DataField(0, "c", type);
    }

    @ParameterizedTest
    @MethodSource("types")
    void typesAreThoseOfHive(DataType type, String expected) {
        String text = HiveTypes.type(type, ZONE).getTypeName();
        assertThat(text).isEqualTo(expected);
        assertThat(TypeInfoUtils.getTypeInfoFromTypeString(text).getTypeName()).isEqualTo(text);
    }

    @Test
    void theMetastoreGetsColumnsInLowerCaseWithTheirComments() {
        assertThat(HiveTypes.column(new DataField(0, "Straße", INSTANT, "where")))
                .isEqualTo(new FieldSchema("straße", "timestamp with local time zone", "where"));
        assertThat(HiveTypes.column(new DataField(0, "ID", INT)).getComment()).isNull();
    }

    @Test
    void instantsAreShownInTheZoneOfTheSession() {
        assertThat(((TimestampLocalTZTypeInfo) HiveTypes.type(INSTANT, ZONE)).timeZone())
                .isEqualTo(ZONE);
    }

    /** In the root locale: in Turkish the lower case of I has no dot. */
    @Test
    void namesAreInLowerCase() {
        assertThat(HiveTypes.names(List.of(new DataField(0, "ID", INT), new DataField(1, "b", INT))))
                .containsExactly("id", "b");
    }

    @Test
    void namesThatDifferInCaseOnlyAreRefused() {
        assertThatThrownBy(() -> HiveTypes.names(List.of(new DataField(0, "id", INT), new DataField(1, "ID", INT))))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("id")
                .hasMessageContaining("ID");
    }

    @Test
    void aVariantAtAnyDepthIsRefused() {
        for (DataType type : List.of(
                VARIANT,
                new DataType.Collection(TypeRoot.ARRAY, VARIANT, 0, true),
                new DataType.Mapping(INT, row(new DataField(1, "v", VARIANT)), true))) {
            assertThatThrownBy(() -> HiveTypes.checkReadable(column(type)))
                    .isInstanceOf(UnsupportedFormatException.class)
                    .hasMessageContaining("VARIANT");
        }
        assertThatCode(() -> HiveTypes.checkReadable(column(row(new DataField(1, "v", INT)))))
                .doesNotThrowAnyException();
    }

    @Test
    void onlyNestedInstantsAreNeverVectorized() {
        assertThat(HiveTypes.isNeverVectorized(column(INSTANT))).isFalse();
        assertThat(HiveTypes.isNeverVectorized(column(row(new DataField(1, "t", INSTANT)))))
                .isTrue();
        DataType deep = new DataType.Mapping(INT, row(new DataField(1, "t", INSTANT)), true);
        assertThat(HiveTypes.isNeverVectorized(column(deep))).isTrue();
        assertThat(HiveTypes.isNeverVectorized(
                        column(new DataType.Collection(TypeRoot.ARRAY, DataType.of(TypeRoot.TIMESTAMP, 3), 0, true))))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 00:00:00",
        "0, 3, 00:00:00.000",
        "86399999, 0, 23:59:59",
        "86399999, 1, 23:59:59.9",
        "86399999, 2, 23:59:59.99",
        "86399999, 3, 23:59:59.999",
        "3661007, 3, 01:01:01.007",
        "3661007, 1, 01:01:01.0"
    })
    void timesOfDayAreTexts(int millis, int digits, String expected) {
        assertThat(new String(HiveTimes.of(millis, digits), StandardCharsets.US_ASCII))
                .isEqualTo(expected);
    }
}
