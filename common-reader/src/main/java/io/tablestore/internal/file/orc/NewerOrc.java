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
package io.tablestore.internal.file.orc;

import io.tablestore.error.UnsupportedFormatException;
import java.util.OptionalLong;
import org.apache.orc.OrcProto;
import org.apache.orc.protobuf.MessageOrBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Detects enumeration numbers that ORC did not define when this reader was written. Protobuf sets them aside and returns the
 * first constant of the enumeration instead: a new codec would look like no compression, and a new type like boolean. Such
 * numbers make a file unsupported, not damaged.
 */
final class NewerOrc {

    private static final String UPGRADE = "Upgrade this reader, or write the file anew with ";

    private NewerOrc() {}

    /** @throws UnsupportedFormatException if the file's compression is unknown */
    static void checkCompression(String file, OrcProto.PostScript postscript) {
        int field = OrcProto.PostScript.COMPRESSION_FIELD_NUMBER;
        check(file, postscript, field, "ORC compression", null, UPGRADE + "another compression.");
    }

    /** @throws UnsupportedFormatException if the type is unknown */
    static void checkType(String file, String column, OrcProto.Type type) {
        int field = OrcProto.Type.KIND_FIELD_NUMBER;
        check(file, type, field, "an ORC type", column, "Upgrade this reader, or leave the column out.");
    }

    /** @throws UnsupportedFormatException if the encoding of a column's values is unknown */
    static void checkEncoding(String file, String column, OrcProto.ColumnEncoding encoding) {
        int field = OrcProto.ColumnEncoding.KIND_FIELD_NUMBER;
        check(file, encoding, field, "an ORC encoding", column, UPGRADE + "another encoding.");
    }

    private static void check(
            String file, MessageOrBuilder message, int field, String what, @Nullable String column, String remedy) {
        OptionalLong kind = unknown(message, field);
        if (kind.isPresent()) {
            String where = column == null ? "" : " (column " + column + ")";
            throw new UnsupportedFormatException(file, what + " of kind " + kind.getAsLong() + where, remedy);
        }
    }

    /** Whether a stream's kind is unknown. */
    static boolean isUnknown(OrcProto.Stream stream) {
        return unknown(stream, OrcProto.Stream.KIND_FIELD_NUMBER).isPresent();
    }

    private static OptionalLong unknown(MessageOrBuilder message, int field) {
        return message.getUnknownFields().getField(field).getVarintList().stream()
                .mapToLong(Long::longValue)
                .reduce((first, last) -> last);
    }
}
