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
package io.tablestore.file.orc;

import io.tablestore.error.UnsupportedFormatException;
import java.util.OptionalLong;
import org.apache.orc.OrcProto;
import org.apache.orc.protobuf.MessageOrBuilder;

/**
 * Numbers that ORC did not define when this reader was made. Protobuf keeps them aside and answers with the first constant
 * of the enumeration instead: a file with a new codec would pass as one that is not compressed, a column of a new type as
 * one of booleans. They make a file unsupported, not damaged.
 */
final class NewerOrc {

    private static final String UPGRADE = "Upgrade this reader, or write the file anew with ";

    private NewerOrc() {}

    /** @throws UnsupportedFormatException if the file has another compression than those known */
    static void checkCompression(String file, OrcProto.PostScript postscript) {
        OptionalLong kind = unknown(postscript, OrcProto.PostScript.COMPRESSION_FIELD_NUMBER);
        if (kind.isPresent()) {
            throw new UnsupportedFormatException(
                    file, "ORC compression of kind " + kind.getAsLong(), UPGRADE + "another compression.");
        }
    }

    /** @throws UnsupportedFormatException if the type is none of those known */
    static void checkType(String file, String column, OrcProto.Type type) {
        OptionalLong kind = unknown(type, OrcProto.Type.KIND_FIELD_NUMBER);
        if (kind.isPresent()) {
            throw new UnsupportedFormatException(
                    file,
                    "an ORC type of kind " + kind.getAsLong() + " (column " + column + ")",
                    "Upgrade this reader, or leave the column out.");
        }
    }

    /** @throws UnsupportedFormatException if the values of a column are encoded in none of the ways known */
    static void checkEncoding(String file, String column, OrcProto.ColumnEncoding encoding) {
        OptionalLong kind = unknown(encoding, OrcProto.ColumnEncoding.KIND_FIELD_NUMBER);
        if (kind.isPresent()) {
            throw new UnsupportedFormatException(
                    file,
                    "an ORC encoding of kind " + kind.getAsLong() + " (column " + column + ")",
                    UPGRADE + "another encoding.");
        }
    }

    /** Whether a stream is of none of the kinds known. */
    static boolean isUnknown(OrcProto.Stream stream) {
        return unknown(stream, OrcProto.Stream.KIND_FIELD_NUMBER).isPresent();
    }

    private static OptionalLong unknown(MessageOrBuilder message, int field) {
        return message.getUnknownFields().getField(field).getVarintList().stream()
                .mapToLong(Long::longValue)
                .reduce((first, last) -> last);
    }
}
