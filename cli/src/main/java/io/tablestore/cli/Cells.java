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
package io.tablestore.cli;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.arrow.VectorValues;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TimestampValue;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;
import org.jspecify.annotations.Nullable;

/** Prints the values of a column. The text is the same in every output format, except for quoting. */
final class Cells {

    private final DataField field;
    private final FieldVector rows;
    private final @Nullable FieldVector dictionary;
    private final List<Cells> children = new ArrayList<>();

    Cells(DataField field, ArrowColumn column) {
        this(field, column.vector(), column.dictionary());
    }

    Cells(DataField field, FieldVector rows, @Nullable FieldVector dictionary) {
        this.field = field;
        this.rows = rows;
        this.dictionary = dictionary;
        List<FieldVector> parts = rows instanceof MapVector map
                ? map.getDataVector().getChildrenFromFields()
                : rows.getChildrenFromFields();
        List<DataField> fields = ArrowTypes.parts(field.type());
        for (int i = 0; i < fields.size(); i++) {
            children.add(new Cells(fields.get(i), parts.get(i), null));
        }
    }

    boolean isNull(int row) {
        return rows.isNull(row);
    }

    /** Whether JSON quotes the value. */
    private boolean isQuoted(int row) {
        return switch (field.type().root()) {
            case BOOLEAN, TINYINT, SMALLINT, INT, BIGINT -> false;
            case FLOAT -> !Float.isFinite(((Float4Vector) rows).get(row));
            case DOUBLE -> !Double.isFinite(((Float8Vector) rows).get(row));
            default -> true;
        };
    }

    /** Whether the text may hold characters that need escaping. */
    boolean isFreeText() {
        return field.type().root().isString() || isNested();
    }

    private boolean isNested() {
        return !children.isEmpty() || field.type() instanceof DataType.Row;
    }

    /** Appends a value as JSON. Maps become objects with string keys; binaries become base64 strings. */
    void writeJson(int row, TextBuffer out) {
        if (rows.isNull(row)) {
            out.append("null");
        } else if (isNested()) {
            writeNested(row, out);
        } else if (isQuoted(row)) {
            writeQuoted(row, out);
        } else {
            write(row, out);
        }
    }

    private void writeQuoted(int row, TextBuffer out) {
        out.append('"');
        int start = out.size();
        write(row, out);
        if (isFreeText()) {
            TextSink.escapeJson(out, start);
        }
        out.append('"');
    }

    private void writeNested(int row, TextBuffer out) {
        if (rows instanceof StructVector) {
            out.append('{');
            for (int i = 0; i < children.size(); i++) {
                Cells child = children.get(i);
                out.append(i == 0 ? "" : ",").append('"');
                int start = out.size();
                out.append(child.field.name());
                TextSink.escapeJson(out, start);
                out.append("\":");
                child.writeJson(row, out);
            }
            out.append('}');
            return;
        }
        boolean isMap = rows instanceof MapVector;
        int end = rows.getOffsetBuffer().getInt(4L * row + 4);
        int first = rows.getOffsetBuffer().getInt(4L * row);
        out.append(isMap ? '{' : '[');
        for (int element = first; element < end; element++) {
            out.append(element == first ? "" : ",");
            if (isMap) {
                children.get(0).writeKey(element, out);
                children.get(1).writeJson(element, out);
            } else {
                children.get(0).writeJson(element, out);
            }
        }
        out.append(isMap ? '}' : ']');
    }

    /** Appends the key of a JSON object: the value's text, or the JSON of a nested value. */
    private void writeKey(int row, TextBuffer out) {
        if (isNested()) {
            out.append('"');
            int start = out.size();
            writeNested(row, out);
            TextSink.escapeJson(out, start);
            out.append('"');
        } else {
            writeQuoted(row, out);
        }
        out.append(':');
    }

    /** Appends the text of a value that is not null, or the JSON of a nested value. */
    void write(int row, TextBuffer out) {
        if (isNested()) {
            writeNested(row, out);
            return;
        }
        FieldVector values = dictionary == null ? rows : dictionary;
        int index = dictionary == null ? row : ((IntVector) rows).get(row);
        DataType.Atomic type = (DataType.Atomic) field.type();
        switch (type.root()) {
            case BOOLEAN -> out.append(((BitVector) values).get(index) == 1 ? "true" : "false");
            case TINYINT -> out.append(Integer.toString(((TinyIntVector) values).get(index)));
            case SMALLINT -> out.append(Integer.toString(((SmallIntVector) values).get(index)));
            case INT -> out.append(Integer.toString(((IntVector) values).get(index)));
            case BIGINT -> out.append(Long.toString(((BigIntVector) values).get(index)));
            case FLOAT -> out.append(Float.toString(((Float4Vector) values).get(index)));
            case DOUBLE -> out.append(Double.toString(((Float8Vector) values).get(index)));
            case DECIMAL -> {
                BigDecimal decimal = ((DecimalVector) values).getObjectNotNull(index);
                out.append(decimal.toPlainString());
            }
            case CHAR, VARCHAR -> {
                byte[] text = bytes(values, index);
                out.append(text, 0, text.length);
            }
            case BINARY, VARBINARY, BLOB -> {
                byte[] encoded = Base64.getEncoder().encode(bytes(values, index));
                out.append(encoded, 0, encoded.length);
            }
            case DATE -> writeDate(LocalDate.ofEpochDay(((DateDayVector) values).get(index)), out);
            case TIME -> writeTime(((TimeMilliVector) values).get(index), Math.min(type.precision(), 3), out);
            case TIMESTAMP -> writeTimestamp(VectorValues.timestamp(values, index, type), type.precision(), out);
            case TIMESTAMP_LTZ -> {
                writeTimestamp(VectorValues.timestamp(values, index, type), type.precision(), out);
                out.append('Z');
            }
            case VARIANT, ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException("no text of " + type);
        }
    }

    private static byte[] bytes(FieldVector values, int index) {
        BaseVariableWidthVector texts = (BaseVariableWidthVector) values;
        int start = texts.getStartOffset(index);
        byte[] bytes = new byte[texts.getEndOffset(index) - start];
        texts.getDataBuffer().getBytes(start, bytes);
        return bytes;
    }

    private static void writeDate(LocalDate date, TextBuffer out) {
        out.append(date.toString());
    }

    private static void writeTime(int millisOfDay, int digits, TextBuffer out) {
        out.appendPadded(millisOfDay / 3_600_000, 2);
        out.append(':').appendPadded(millisOfDay / 60_000 % 60, 2);
        out.append(':').appendPadded(millisOfDay / 1000 % 60, 2);
        writeFraction(millisOfDay % 1000 * 1_000_000, digits, out);
    }

    private static void writeTimestamp(TimestampValue value, int digits, TextBuffer out) {
        LocalDateTime dateTime = value.toLocalDateTime();
        writeDate(dateTime.toLocalDate(), out);
        out.append('T').appendPadded(dateTime.getHour(), 2);
        out.append(':').appendPadded(dateTime.getMinute(), 2);
        out.append(':').appendPadded(dateTime.getSecond(), 2);
        writeFraction(dateTime.getNano(), digits, out);
    }

    private static void writeFraction(int nanos, int digits, TextBuffer out) {
        if (digits > 0) {
            int divisor = 1;
            for (int i = digits; i < 9; i++) {
                divisor *= 10;
            }
            out.append('.').appendPadded(nanos / divisor, digits);
        }
    }
}
