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
package io.tablestore.flink.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.types.logical.LogicalType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlinkTypesTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);

    private static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(DataType.of(TypeRoot.BOOLEAN), DataTypes.BOOLEAN()),
                Arguments.of(DataType.of(TypeRoot.TINYINT), DataTypes.TINYINT()),
                Arguments.of(DataType.of(TypeRoot.SMALLINT), DataTypes.SMALLINT()),
                Arguments.of(INT, DataTypes.INT()),
                Arguments.of(DataType.of(TypeRoot.BIGINT), DataTypes.BIGINT()),
                Arguments.of(DataType.of(TypeRoot.FLOAT), DataTypes.FLOAT()),
                Arguments.of(DataType.of(TypeRoot.DOUBLE), DataTypes.DOUBLE()),
                Arguments.of(DataType.decimal(38, 37), DataTypes.DECIMAL(38, 37)),
                Arguments.of(DataType.of(TypeRoot.CHAR, 3), DataTypes.CHAR(3)),
                Arguments.of(DataType.of(TypeRoot.VARCHAR, 20), DataTypes.VARCHAR(20)),
                Arguments.of(DataType.string(), DataTypes.STRING()),
                Arguments.of(DataType.of(TypeRoot.BINARY, 4), DataTypes.BINARY(4)),
                Arguments.of(DataType.of(TypeRoot.VARBINARY, 5), DataTypes.VARBINARY(5)),
                Arguments.of(DataType.bytes(), DataTypes.BYTES()),
                Arguments.of(DataType.of(TypeRoot.DATE), DataTypes.DATE()),
                Arguments.of(DataType.of(TypeRoot.TIME, 3), DataTypes.TIME(3)),
                Arguments.of(DataType.of(TypeRoot.TIMESTAMP, 0), DataTypes.TIMESTAMP(0)),
                Arguments.of(DataType.of(TypeRoot.TIMESTAMP, 9), DataTypes.TIMESTAMP(9)),
                Arguments.of(DataType.of(TypeRoot.TIMESTAMP_LTZ, 6), DataTypes.TIMESTAMP_LTZ(6)),
                Arguments.of(
                        new DataType.Collection(TypeRoot.ARRAY, INT.asNotNull(), 0, true),
                        DataTypes.ARRAY(DataTypes.INT().notNull())),
                Arguments.of(
                        new DataType.Collection(TypeRoot.MULTISET, DataType.string(), 0, true),
                        DataTypes.MULTISET(DataTypes.STRING())),
                Arguments.of(
                        new DataType.Mapping(DataType.string().asNotNull(), INT, true),
                        DataTypes.MAP(DataTypes.STRING().notNull(), DataTypes.INT())),
                Arguments.of(
                        new DataType.Row(
                                List.of(
                                        new DataField(-1, "größe", INT, "in cm"),
                                        new DataField(-1, "b", INT.asNotNull())),
                                true),
                        DataTypes.ROW(
                                DataTypes.FIELD("größe", DataTypes.INT(), "in cm"),
                                DataTypes.FIELD("b", DataTypes.INT().notNull()))));
    }

    @ParameterizedTest
    @MethodSource("types")
    void typesAreTranslatedBothWays(DataType type, org.apache.flink.table.types.DataType flinks) {
        LogicalType nullable = flinks.getLogicalType();
        assertThat(FlinkTypes.toFlink(type)).isEqualTo(nullable);
        assertThat(FlinkTypes.fromFlink("c", nullable)).isEqualTo(type);
        LogicalType notNull = nullable.copy(false);
        assertThat(FlinkTypes.toFlink(type.asNotNull())).isEqualTo(notNull);
        assertThat(FlinkTypes.fromFlink("c", notNull)).isEqualTo(type.asNotNull());
    }

    @Test
    void typesThatFlinkLacksAreShownAsTheNextOne() {
        assertThat(FlinkTypes.toFlink(DataType.of(TypeRoot.BLOB).asNotNull()))
                .isEqualTo(DataTypes.BYTES().notNull().getLogicalType());
        assertThat(FlinkTypes.toFlink(new DataType.Collection(TypeRoot.VECTOR, DataType.of(TypeRoot.FLOAT), 3, true)))
                .isEqualTo(DataTypes.ARRAY(DataTypes.FLOAT()).getLogicalType());
    }

    @Test
    void aVariantIsNotShown() {
        assertThatThrownBy(() -> FlinkTypes.toFlink(DataType.of(TypeRoot.VARIANT)))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("VARIANT");
    }

    @Test
    void typesThatTablesDoNotHaveAreRefusedWithTheColumn() {
        for (org.apache.flink.table.types.DataType type : List.of(
                DataTypes.INTERVAL(DataTypes.MONTH()),
                DataTypes.TIMESTAMP_WITH_TIME_ZONE(3),
                DataTypes.ARRAY(DataTypes.NULL()))) {
            assertThatThrownBy(() -> FlinkTypes.fromFlink("pause", type.getLogicalType()))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageStartingWith("Column pause is of type ")
                    .hasMessageEndingWith(", which tables do not have.");
        }
    }

    @Test
    void columnsBecomeARow() {
        assertThat(FlinkTypes.row(List.of(new DataField(7, "a", INT), new DataField(3, "b", DataType.string()))))
                .isEqualTo(
                        DataTypes.ROW(DataTypes.FIELD("a", DataTypes.INT()), DataTypes.FIELD("b", DataTypes.STRING()))
                                .notNull()
                                .getLogicalType());
    }
}
