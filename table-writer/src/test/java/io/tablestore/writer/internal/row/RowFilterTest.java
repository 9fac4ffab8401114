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
package io.tablestore.writer.internal.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataType;
import io.tablestore.types.RowKind;
import io.tablestore.types.TypeRoot;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.row.InputValues;
import io.tablestore.writer.row.RowValues;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // nulls are values of these tests
class RowFilterTest {

    private static RowKind kind(TableSchema schema, RowKind given, Object... values) {
        InputValues row = new JavaValues(schema.fields()).convert(RowValues.of(values));
        return new RowFilter(schema).kind(given, row, row);
    }

    @Test
    void aTableWithAKeyTakesEveryKind() {
        for (RowKind kind : RowKind.values()) {
            assertThat(kind(Schemas.keyed(), kind, 1, "v")).isEqualTo(kind);
        }
    }

    @Test
    void retractionsAreRefusedWhereNothingCouldBeRetracted() {
        assertThatThrownBy(() -> kind(Schemas.append(), RowKind.DELETE, 1, "v"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("takes insertions only, not -D");
        assertThatThrownBy(() -> kind(Schemas.append(), RowKind.UPDATE_BEFORE, 1, "v"))
                .hasMessageContaining("not -U");
        assertThat(kind(Schemas.append(), RowKind.UPDATE_AFTER, 1, "v")).isEqualTo(RowKind.UPDATE_AFTER);
        assertThatThrownBy(() -> kind(Schemas.keyed("merge-engine", "first-row"), RowKind.DELETE, 1, "v"))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("'ignore-delete' = 'true'");
    }

    @Test
    void retractionsAreLeftOutWhereTheTableSaysSo() {
        for (String option : List.of(
                "ignore-delete",
                "deduplicate.ignore-delete",
                "partial-update.ignore-delete",
                "first-row.ignore-delete")) {
            TableSchema schema = Schemas.keyed(option, "true");
            assertThat(kind(schema, RowKind.DELETE, 1, "v")).as(option).isNull();
            assertThat(kind(schema, RowKind.UPDATE_BEFORE, 1, "v")).as(option).isNull();
            assertThat(kind(schema, RowKind.INSERT, 1, "v")).isEqualTo(RowKind.INSERT);
        }
        TableSchema before = Schemas.keyed("ignore-update-before", "true");
        assertThat(kind(before, RowKind.UPDATE_BEFORE, 1, "v")).isNull();
        assertThat(kind(before, RowKind.DELETE, 1, "v")).isEqualTo(RowKind.DELETE);
    }

    @Test
    void keysAndColumnsThatAreNotNullNeedAValue() {
        assertThatThrownBy(() -> kind(Schemas.keyed(), RowKind.DELETE, null, "v"))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("Column k is NOT NULL");
        TableSchema needed = Schemas.of(
                Schemas.columns(
                        "k", DataType.of(TypeRoot.INT), "v", DataType.string().asNotNull()),
                List.of(),
                List.of());
        assertThatThrownBy(() -> kind(needed, RowKind.INSERT, 1, null)).hasMessageContaining("Column v is NOT NULL");
        assertThat(kind(needed, RowKind.INSERT, null, "v")).isEqualTo(RowKind.INSERT);
    }

    @Test
    void aColumnMayTellTheKind() {
        TableSchema schema = Schemas.keyed("rowkind.field", "v");
        assertThat(kind(schema, RowKind.INSERT, 1, "-D")).isEqualTo(RowKind.DELETE);
        assertThat(kind(schema, RowKind.DELETE, 1, "+I")).isEqualTo(RowKind.INSERT);
        assertThat(kind(schema, RowKind.INSERT, 1, "-U")).isEqualTo(RowKind.UPDATE_BEFORE);
        assertThat(kind(schema, RowKind.INSERT, 1, "+U")).isEqualTo(RowKind.UPDATE_AFTER);
        assertThatThrownBy(() -> kind(schema, RowKind.INSERT, 1, "D")).hasMessageContaining("holds 'D'");
        assertThatThrownBy(() -> kind(schema, RowKind.INSERT, 1, null)).hasMessageContaining("is null");
    }
}
