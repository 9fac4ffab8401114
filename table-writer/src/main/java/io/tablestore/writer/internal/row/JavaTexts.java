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

import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Converts Java strings and bytes to those of a column. */
final class JavaTexts {

    private JavaTexts() {}

    /** The UTF-8 bytes, or null if the value is not a string. */
    static byte @Nullable [] text(Object value, DataType.Atomic type) {
        if (value instanceof CharSequence || value instanceof Character) {
            String text = value.toString();
            checkLength(characters(text), type);
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = bytes(value);
        if (bytes != null) {
            checkLength(characters(bytes), type);
        }
        return bytes;
    }

    /** The bytes, or null if the value is not binary. */
    static byte @Nullable [] bytes(Object value, DataType.Atomic type) {
        byte[] bytes = bytes(value);
        if (bytes != null && type.root() != TypeRoot.BLOB && bytes.length > type.precision()) {
            throw new Unfit("it has " + bytes.length + " bytes");
        }
        return bytes;
    }

    private static byte @Nullable [] bytes(Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return null;
    }

    private static void checkLength(long characters, DataType.Atomic type) {
        if (characters > type.precision()) {
            throw new Unfit("it has " + characters + " characters");
        }
    }

    private static long characters(String text) {
        long characters = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new Unfit("it has half of a surrogate pair at " + i + ", which UTF-8 cannot store");
                }
                characters--;
                i++;
            }
        }
        return characters;
    }

    private static long characters(byte[] utf8) {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            return text.codePoints().count();
        } catch (CharacterCodingException noText) {
            throw new Unfit("it is no UTF-8");
        }
    }
}
