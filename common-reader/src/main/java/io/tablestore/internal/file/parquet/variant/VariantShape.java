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
package io.tablestore.internal.file.parquet.variant;

import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.parquet.footer.ParquetNode;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;

/**
 * The stored type of a shredded VARIANT's group (Parquet's VariantShredding): in addition to {@code value} a {@code typed_value},
 * which is a plain column, a list, or a group whose fields are shredded in turn.
 */
public final class VariantShape {

    static final String METADATA = "metadata";
    static final String VALUE = "value";
    static final String TYPED = "typed_value";

    private final String file;

    public VariantShape(String file) {
        this.file = file;
    }

    public static boolean isShredded(ParquetNode group) {
        return group.child(TYPED) != null;
    }

    /** The group as a column of rows. */
    public DataField toField(String name, ParquetNode group) {
        List<DataField> fields = new ArrayList<>();
        for (ParquetNode child : group.children()) {
            switch (child.name()) {
                case METADATA, VALUE -> fields.add(field(child.name(), DataType.bytes()));
                case TYPED -> fields.add(field(TYPED, typed(child)));
                default -> throw unsupported(child);
            }
        }
        return field(name, new DataType.Row(fields, true));
    }

    private static DataField field(String name, DataType type) {
        return new DataField(-1, name, type);
    }

    private DataType typed(ParquetNode node) {
        if (node.leaf() != null) {
            return atomic(node);
        }
        ParquetNode only = node.children().size() == 1 ? node.children().get(0) : null;
        if (only != null && only.element().getRepetition_type() == FieldRepetitionType.REPEATED) {
            ParquetNode element = only.children().get(0);
            return new DataType.Collection(
                    TypeRoot.ARRAY, toField("element", element).type(), 0, true);
        }
        return new DataType.Row(
                node.children().stream()
                        .map(child -> toField(child.name(), child))
                        .toList(),
                true);
    }

    private DataType atomic(ParquetNode node) {
        SchemaElement element = node.element();
        LogicalType logical = element.isSetLogicalType() ? element.getLogicalType() : new LogicalType();
        if (logical.isSetDECIMAL()) {
            return DataType.decimal(
                    logical.getDECIMAL().getPrecision(), logical.getDECIMAL().getScale());
        }
        if (logical.isSetTIMESTAMP() && logical.getTIMESTAMP().getUnit().isSetMICROS()) {
            boolean instant = logical.getTIMESTAMP().isIsAdjustedToUTC();
            return DataType.of(instant ? TypeRoot.TIMESTAMP_LTZ : TypeRoot.TIMESTAMP, 6);
        }
        if (logical.isSetINTEGER() && logical.getINTEGER().isIsSigned()) {
            return DataType.of(
                    switch (logical.getINTEGER().getBitWidth()) {
                        case 8 -> TypeRoot.TINYINT;
                        case 16 -> TypeRoot.SMALLINT;
                        case 32 -> TypeRoot.INT;
                        default -> TypeRoot.BIGINT;
                    });
        }
        if (logical.isSetDATE()) {
            return DataType.of(TypeRoot.DATE);
        }
        if (logical.isSetSTRING()) {
            return DataType.string();
        }
        if (logical.isSet()) {
            throw unsupported(node);
        }
        return switch (element.getType()) {
            case BOOLEAN -> DataType.of(TypeRoot.BOOLEAN);
            case INT32 -> DataType.of(TypeRoot.INT);
            case INT64 -> DataType.of(TypeRoot.BIGINT);
            case FLOAT -> DataType.of(TypeRoot.FLOAT);
            case DOUBLE -> DataType.of(TypeRoot.DOUBLE);
            case BYTE_ARRAY -> DataType.bytes();
            case INT96, FIXED_LEN_BYTE_ARRAY -> throw unsupported(node);
        };
    }

    private UnsupportedFormatException unsupported(ParquetNode node) {
        return new UnsupportedFormatException(
                file, "a VARIANT shredded into '" + node.name() + "' of " + node.element(), "Leave the column out.");
    }
}
