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
package io.tablestore.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types as texts and back. */
class TypeTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CHAR | CHAR(1)",
                "VARCHAR(10) | VARCHAR(10)",
                "VARCHAR(2147483647) | STRING",
                "varbinary(3) not null | VARBINARY(3) NOT NULL",
                "VARBINARY(2147483647) | BYTES",
                "DECIMAL | DECIMAL(10, 0)",
                "NUMERIC(5,2) | DECIMAL(5, 2)",
                "DEC( 38 , 38 ) NOT NULL | DECIMAL(38, 38) NOT NULL",
                "INTEGER NULL | INT",
                "DOUBLE PRECISION | DOUBLE",
                "TIME | TIME(0)",
                "TIME(9) WITHOUT TIME ZONE | TIME(9)",
                "TIMESTAMP | TIMESTAMP(6)",
                "TIMESTAMP(3) WITH LOCAL TIME ZONE | TIMESTAMP(3) WITH LOCAL TIME ZONE",
                "TIMESTAMP_LTZ(9) | TIMESTAMP(9) WITH LOCAL TIME ZONE",
                "TIMESTAMP  WITHOUT   TIME ZONE NOT NULL | TIMESTAMP(6) NOT NULL",
                "INT ARRAY | ARRAY<INT>",
                "STRING NOT NULL MULTISET NOT NULL | MULTISET<STRING NOT NULL> NOT NULL"
            })
    void spellingsOfTheFormatAreRead(String text, String type) {
        assertThat(TypeText.parse(text)).hasToString(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "TEXT",
                "DECIMAL(39)",
                "DECIMAL(0)",
                "DECIMAL(5, 6)",
                "CHAR(0)",
                "VARCHAR(0)",
                "TIME(10)",
                "TIMESTAMP(10)",
                "INT(",
                "INT FOO",
                "TIMESTAMP WITH TIME ZONE",
                "VARCHAR(99999999999)",
                "{\"type\":\"ARRAY\"}",
                "{\"type\":\"SET\",\"element\":\"INT\"}",
                "{\"type\":\"MAP\",\"key\":\"INT\"}",
                "{"
            })
    void whatIsNoTypeIsRefused(String text) {
        assertThatThrownBy(() -> TypeText.parse(text))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("'" + text + "' is not a type of a table");
    }

    private static DataType random(Random random, int depth) {
        boolean nullable = random.nextBoolean();
        int kind = depth == 0 ? 0 : random.nextInt(7);
        return switch (kind) {
            case 1 -> new DataType.Collection(TypeRoot.ARRAY, random(random, depth - 1), 0, nullable);
            case 2 -> new DataType.Collection(TypeRoot.MULTISET, random(random, depth - 1), 0, nullable);
            case 3 -> new DataType.Mapping(random(random, depth - 1), random(random, depth - 1), nullable);
            case 4 ->
                new DataType.Collection(TypeRoot.VECTOR, DataType.of(TypeRoot.FLOAT), 1 + random.nextInt(9), nullable);
            case 5 -> {
                List<DataField> fields = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    fields.add(new DataField(fields.size(), "f" + fields.size(), random(random, depth - 1)));
                }
                yield new DataType.Row(fields, nullable);
            }
            default -> nullable ? atomic(random) : atomic(random).asNotNull();
        };
    }

    private static DataType.Atomic atomic(Random random) {
        TypeRoot[] roots = TypeRoot.values();
        TypeRoot root = roots[random.nextInt(roots.length)];
        return switch (root) {
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                DataType.of(
                        root,
                        random.nextBoolean() && root.name().startsWith("VAR")
                                ? DataType.MAX_LENGTH
                                : 1 + random.nextInt(99));
            case DECIMAL -> {
                int precision = 1 + random.nextInt(38);
                yield DataType.decimal(precision, random.nextInt(precision + 1));
            }
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> DataType.of(root, random.nextInt(10));
            case ARRAY, MULTISET, MAP, ROW, VECTOR -> DataType.of(TypeRoot.INT);
            default -> DataType.of(root);
        };
    }

    @Test
    void everyTypeComesBackFromItsText() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            DataType type = random(random, 3);
            assertThat(TypeText.parse(TypeText.of(type))).hasToString(type.toString());
        }
    }
}
