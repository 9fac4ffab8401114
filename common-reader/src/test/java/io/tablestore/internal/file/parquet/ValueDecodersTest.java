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
package io.tablestore.internal.file.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.parquet.encoding.PageBytes;
import io.tablestore.internal.file.parquet.encoding.ValueDecoder;
import io.tablestore.internal.file.parquet.encoding.Values;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.StoredType;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ValueDecodersTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(1 << 20);
    private final BufferPool pool = new BufferPool(allocator);

    @AfterEach
    void close() {
        pool.close();
        allocator.close();
    }

    private ValueDecoders decoders(Type type, Encoding... declared) {
        SchemaElement element = new SchemaElement("c");
        element.setType(type);
        ColumnMeta column = new ColumnMeta("c", 0, 1, 0, element, new StoredType(type, StoredType.Kind.PLAIN, 0, 0, 0));
        ColumnMetaData chunk = new ColumnMetaData();
        chunk.setEncodings(List.of(declared));
        return new ValueDecoders("f", column, chunk, pool);
    }

    @Test
    void anEncodingThatTheFooterDoesNotDeclareIsDamage() {
        ValueDecoders decoders = decoders(Type.INT64, Encoding.PLAIN, Encoding.RLE);
        assertThatCode(() -> decoders.check(Encoding.PLAIN)).doesNotThrowAnyException();
        assertThatThrownBy(() -> decoders.check(Encoding.DELTA_BINARY_PACKED))
                .isInstanceOf(IOException.class)
                .hasMessage("encoding DELTA_BINARY_PACKED is not among those the footer names: [PLAIN, RLE]");
    }

    @Test
    void bothNamesOfTheDictionaryEncodingDeclareIt() {
        assertThatCode(() -> decoders(Type.INT64, Encoding.PLAIN_DICTIONARY).check(Encoding.RLE_DICTIONARY))
                .doesNotThrowAnyException();
        assertThatCode(() -> decoders(Type.INT64, Encoding.RLE_DICTIONARY).check(Encoding.PLAIN_DICTIONARY))
                .doesNotThrowAnyException();
        assertThatCode(() -> decoders(Type.INT64).check(Encoding.DELTA_BINARY_PACKED))
                .as("a writer that declares nothing")
                .doesNotThrowAnyException();
    }

    @Test
    void anEncodingThatIsUnknownOrDoesNotFitTheTypeIsNotSupported() {
        assertThatThrownBy(() -> decoders(Type.INT64).check(null))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("did not define");
        assertThatThrownBy(() -> decoders(Type.DOUBLE).open(Encoding.DELTA_BINARY_PACKED, null, new PageBytes(0, 0), 3))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("encoding DELTA_BINARY_PACKED of DOUBLE in column c");
    }

    @Test
    void plainValuesAndIndicesNeedNoNumberOfValues() {
        assertThat(Arrays.stream(Encoding.values()).filter(encoding -> !ValueDecoders.needsCount(encoding)))
                .containsExactlyInAnyOrder(Encoding.PLAIN, Encoding.PLAIN_DICTIONARY, Encoding.RLE_DICTIONARY);
    }

    @Test
    void indicesWithoutADictionaryMayOnlyBeOfNulls() throws IOException {
        ValueDecoder decoder = decoders(Type.INT64).open(Encoding.RLE_DICTIONARY, null, new PageBytes(0, 0), 0);
        decoder.skip(0);
        assertThatThrownBy(() -> decoder.read(1, new Values()))
                .isInstanceOf(IOException.class)
                .hasMessage("a page of indices without a dictionary page before it");
        decoder.close();
    }

    @Test
    void booleansOfRunsFollowTheirLength() throws IOException {
        ArrowBuf content = pool.take(6);
        // Four bytes of length, then a run: its length 5, shifted by one bit, and the value 1.
        content.setInt(0, 2);
        content.setByte(4, 5 << 1);
        content.setByte(5, 1);
        Values values = new Values();
        try (ValueDecoder decoder =
                decoders(Type.BOOLEAN).open(Encoding.RLE, null, new PageBytes(content.memoryAddress(), 6), 5)) {
            decoder.read(5, values);
        }
        assertThat(Arrays.copyOf(values.ints, 5)).containsExactly(1, 1, 1, 1, 1);
        pool.give(content);
    }
}
