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
package io.tablestore.flink;

import io.tablestore.error.InvalidTableException;
import io.tablestore.format.BinaryRow;
import io.tablestore.format.TableSchema;
import io.tablestore.options.TableOptions;
import io.tablestore.types.DataField;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Partitions by the text of some of their values, as Flink names them. */
final class PartitionFilter {

    private PartitionFilter() {}

    /** @param values by column; columns that are not named may have any */
    static Predicate<BinaryRow> of(TableSchema schema, Map<String, String> values) {
        List<DataField> columns = schema.partitionFields();
        for (String name : values.keySet()) {
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                throw new InvalidTableException(
                        "Column " + name + " is no partition column; those are " + schema.partitionKeys() + ".");
            }
        }
        String nullName = schema.optionSet().get(TableOptions.PARTITION_DEFAULT_NAME);
        return partition -> {
            for (int i = 0; i < columns.size(); i++) {
                String wanted = values.get(columns.get(i).name());
                if (wanted != null && !Objects.equals(wanted, text(columns.get(i), partition, i, nullName))) {
                    return false;
                }
            }
            return true;
        };
    }

    /** The text that Flink writes for a value. */
    static String text(DataField column, BinaryRow partition, int position, String nullName) {
        @Nullable Object value = partition.value(position, column.type());
        if (value == null) {
            return nullName;
        }
        return switch (column.type().root()) {
            case CHAR, VARCHAR -> new String((byte[]) value, StandardCharsets.UTF_8);
            case DATE -> java.time.LocalDate.ofEpochDay((Long) value).toString();
            default -> value.toString();
        };
    }
}
