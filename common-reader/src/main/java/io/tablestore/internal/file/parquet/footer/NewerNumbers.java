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
package io.tablestore.internal.file.parquet.footer;

import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;
import shaded.parquet.org.apache.thrift.protocol.TField;
import shaded.parquet.org.apache.thrift.protocol.TList;
import shaded.parquet.org.apache.thrift.protocol.TProtocolUtil;

/**
 * Searches a Thrift structure that could not be read completely for enumeration numbers that parquet-format did not define when
 * this reader was written, such as a new codec. Thrift drops them, and then reports a missing field. Only the bytes distinguish a
 * newer writer's file from a damaged one.
 */
public final class NewerNumbers {

    /** Deeper than any structure of parquet-format. */
    private static final int MAX_DEPTH = 32;

    // Field types as numbered in Thrift's own class, which the parquet-format jar does not contain.
    private static final byte STOP = 0;
    private static final byte I32 = 8;
    private static final byte STRUCT = 12;
    private static final byte LIST = 15;

    /** The name of an enumeration and its known numbers. */
    private record Known(String what, IntPredicate numbers) {}

    private static final Known TYPE = new Known("physical type", number -> Type.findByValue(number) != null);
    private static final Known CODEC = new Known("codec", number -> CompressionCodec.findByValue(number) != null);
    private static final Known PAGE = new Known("page type", number -> PageType.findByValue(number) != null);
    private static final Known ENCODING = new Known("encoding", number -> Encoding.findByValue(number) != null);

    private static final Known REPETITION =
            new Known("repetition", number -> FieldRepetitionType.findByValue(number) != null);

    /** Keys are the field ids on the path from FileMetaData; list items are not counted (parquet.thrift). */
    private static final Map<String, Known> OF_FOOTER = Map.ofEntries(
            Map.entry(".2.1", TYPE),
            Map.entry(".2.3", REPETITION),
            Map.entry(".4.1.3.1", TYPE),
            Map.entry(".4.1.3.4", CODEC),
            Map.entry(".4.1.3.13.1", PAGE),
            Map.entry(".4.1.3.13.2", ENCODING));

    /** As above, from ColumnIndex. */
    private static final Map<String, Known> OF_COLUMN_INDEX =
            Map.of(".4", new Known("order of page bounds", number -> BoundaryOrder.findByValue(number) != null));

    /** As above, from PageHeader. */
    private static final Map<String, Known> OF_PAGE = Map.of(
            ".1", PAGE, ".5.2", ENCODING, ".5.3", ENCODING, ".5.4", ENCODING, ".7.2", ENCODING, ".8.4", ENCODING);

    private final TCompactProtocol protocol;
    private final Map<String, Known> places;
    private @Nullable String found;

    private NewerNumbers(ThriftBytes bytes, Map<String, Known> places) {
        this.protocol = new TCompactProtocol(bytes);
        this.places = places;
    }

    /**
     * The new number in a footer, such as {@code codec 42}; null if there is none, or if the footer is malformed.
     *
     * @param footer the complete footer
     */
    static @Nullable String inFooter(byte[] footer) {
        return new NewerNumbers(new ThriftBytes(footer), OF_FOOTER).find();
    }

    /**
     * As above, for the header of a page.
     *
     * @param bytes {@linkplain ThriftBytes#isExhausted() says afterwards} whether the header continues after them
     */
    public static @Nullable String inPageHeader(ThriftBytes bytes) {
        return new NewerNumbers(bytes, OF_PAGE).find();
    }

    /** As above, for a complete column index. */
    static @Nullable String inColumnIndex(byte[] index) {
        return new NewerNumbers(new ThriftBytes(index), OF_COLUMN_INDEX).find();
    }

    private @Nullable String find() {
        try {
            walkStruct("", 0);
            return found;
        } catch (TException | RuntimeException malformed) {
            return null;
        }
    }

    private void walkStruct(String path, int depth) throws TException {
        protocol.readStructBegin();
        for (TField field = protocol.readFieldBegin(); field.type != STOP; field = protocol.readFieldBegin()) {
            walk(field.type, path + "." + field.id, depth + 1);
        }
        protocol.readStructEnd();
    }

    private void walk(byte type, String path, int depth) throws TException {
        if (depth > MAX_DEPTH) {
            throw new TException("nested more than " + MAX_DEPTH + " deep");
        }
        switch (type) {
            case STRUCT -> walkStruct(path, depth);
            case LIST -> {
                TList list = protocol.readListBegin();
                for (int i = 0; i < list.size; i++) {
                    walk(list.elemType, path, depth + 1);
                }
            }
            case I32 -> check(path, protocol.readI32());
            default -> TProtocolUtil.skip(protocol, type);
        }
    }

    private void check(String path, int number) {
        Known known = places.get(path);
        if (known != null && !known.numbers.test(number)) {
            found = known.what + " " + number;
        }
    }
}
