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

import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.StoredType;
import java.util.List;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;

class FlatColumnTest {

    private static ColumnMeta column(Type type) {
        SchemaElement element = new SchemaElement("c");
        element.setType(type);
        return new ColumnMeta("c", 0, 1, 0, element, new StoredType(type, StoredType.Kind.PLAIN, 0, 0, 0));
    }

    private static ColumnMetaData chunk(PageEncodingStats... pages) {
        ColumnMetaData chunk = new ColumnMetaData();
        chunk.setEncoding_stats(List.of(pages));
        return chunk;
    }

    private static PageEncodingStats pages(PageType type, Encoding encoding) {
        return new PageEncodingStats(type, encoding, 3);
    }

    @Test
    void theExpectedSizeIsThatOfTheLargestBatch() {
        FlatColumn.Size size = new FlatColumn.Size();
        assertThat(size.expected(100)).as("before the first batch").isEqualTo(1600);
        size.add(250);
        size.add(40);
        assertThat(size.expected(100)).isEqualTo(250);
        size.add(7000);
        assertThat(size.expected(100)).isEqualTo(7000);
    }

    @Test
    void aBatchWithoutBytesIsExpectedAgain() {
        FlatColumn.Size size = new FlatColumn.Size();
        size.add(0);
        assertThat(size.expected(100)).isZero();
    }

    @Test
    void indicesAreCertainIfEachDataPageHasThem() {
        PageEncodingStats entries = pages(PageType.DICTIONARY_PAGE, Encoding.PLAIN);
        PageEncodingStats older = pages(PageType.DATA_PAGE, Encoding.PLAIN_DICTIONARY);
        PageEncodingStats newer = pages(PageType.DATA_PAGE_V2, Encoding.RLE_DICTIONARY);
        PageEncodingStats plain = pages(PageType.DATA_PAGE, Encoding.PLAIN);
        ColumnMeta texts = column(Type.BYTE_ARRAY);
        assertThat(FlatColumn.isAllIndices(texts, chunk(entries, older, newer))).isTrue();
        assertThat(FlatColumn.isAllIndices(texts, chunk(entries, older, plain))).isFalse();
        assertThat(FlatColumn.isAllIndices(texts, new ColumnMetaData()))
                .as("a chunk whose writer counts no encodings")
                .isFalse();
        assertThat(FlatColumn.isAllIndices(column(Type.INT64), chunk(entries, newer)))
                .as("numbers are returned as values")
                .isFalse();
    }
}
