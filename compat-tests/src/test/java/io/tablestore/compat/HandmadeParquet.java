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
package io.tablestore.compat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/** Parquet files of one column and one row group, put together page by page: what is legal and parquet-java does not write. */
final class HandmadeParquet {

    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private final SchemaElement element;
    private final List<Encoding> encodings = new ArrayList<>(List.of(Encoding.PLAIN, Encoding.RLE));
    private final List<Consumer<ColumnChunk>> chunkChanges = new ArrayList<>();
    private final List<Consumer<FileMetaData>> footerChanges = new ArrayList<>();
    private CompressionCodec codec = CompressionCodec.UNCOMPRESSED;
    private long values;
    private long plainBytes;
    private long rows = -1;
    private int dictionaryBytes = -1;
    private final ByteArrayOutputStream indexes = new ByteArrayOutputStream();

    private HandmadeParquet(SchemaElement element) {
        this.element = element;
    }

    /** A required column. */
    static HandmadeParquet column(String name, Type type) {
        SchemaElement element = new SchemaElement(name);
        element.setType(type);
        element.setRepetition_type(FieldRepetitionType.REQUIRED);
        return new HandmadeParquet(element);
    }

    HandmadeParquet element(Consumer<SchemaElement> change) {
        change.accept(element);
        return this;
    }

    HandmadeParquet repeats(FieldRepetitionType repetition) {
        element.setRepetition_type(repetition);
        return this;
    }

    HandmadeParquet codec(CompressionCodec used) {
        codec = used;
        return this;
    }

    /** The rows of the file, where they are not its values. */
    HandmadeParquet rows(long count) {
        rows = count;
        return this;
    }

    HandmadeParquet chunk(Consumer<ColumnChunk> change) {
        chunkChanges.add(change);
        return this;
    }

    HandmadeParquet footer(Consumer<FileMetaData> change) {
        footerChanges.add(change);
        return this;
    }

    HandmadeParquet bounds(byte[] min, byte[] max) {
        Statistics statistics = new Statistics();
        statistics.setMin_value(min);
        statistics.setMax_value(max);
        statistics.setNull_count(0);
        return chunk(chunk -> chunk.getMeta_data().setStatistics(statistics));
    }

    /** A data page of the first version, of PLAIN values and not compressed. */
    HandmadeParquet page(int count, byte[] content) throws IOException {
        return page(count, Encoding.PLAIN, content, content.length);
    }

    /** @param plain length of the content when it is decompressed */
    HandmadeParquet page(int count, Encoding encoding, byte[] content, int plain) throws IOException {
        PageHeader header = new PageHeader(PageType.DATA_PAGE, plain, content.length);
        header.setData_page_header(new DataPageHeader(count, encoding, Encoding.RLE, Encoding.RLE));
        return add(header, count, encoding, content);
    }

    /** A data page of the second version, whose levels are in front of the values. */
    HandmadeParquet pageV2(DataPageHeaderV2 data, byte[] content, int plain) throws IOException {
        PageHeader header = new PageHeader(PageType.DATA_PAGE_V2, plain, content.length);
        header.setData_page_header_v2(data);
        return add(header, data.getNum_values(), data.getEncoding(), content);
    }

    HandmadeParquet dictionary(int count, byte[] content) throws IOException {
        PageHeader header = new PageHeader(PageType.DICTIONARY_PAGE, content.length, content.length);
        header.setDictionary_page_header(new DictionaryPageHeader(count, Encoding.PLAIN));
        add(header, 0, Encoding.RLE_DICTIONARY, content);
        dictionaryBytes = pages.size();
        return this;
    }

    /** The bytes of all pages so far. */
    int pageBytes() {
        return pages.size();
    }

    /** Indexes of the pages, which must be complete. */
    HandmadeParquet index(ColumnIndex bounds, OffsetIndex offsets) throws IOException {
        Util.writeColumnIndex(bounds, indexes);
        int boundsBytes = indexes.size();
        Util.writeOffsetIndex(offsets, indexes);
        int start = 4 + pages.size();
        return chunk(chunk -> chunk.setColumn_index_offset(start)
                .setColumn_index_length(boundsBytes)
                .setOffset_index_offset(start + boundsBytes)
                .setOffset_index_length(indexes.size() - boundsBytes));
    }

    HandmadeParquet page(PageHeader header, int count, byte[] content) throws IOException {
        return add(header, count, Encoding.PLAIN, content);
    }

    private HandmadeParquet add(PageHeader header, int count, Encoding encoding, byte[] content) throws IOException {
        int before = pages.size();
        Util.writePageHeader(header, pages);
        plainBytes += pages.size() - before + header.getUncompressed_page_size();
        pages.write(content);
        values += count;
        if (!encodings.contains(encoding)) {
            encodings.add(encoding);
        }
        return this;
    }

    /** @return the number of rows */
    long write(Path file) throws IOException {
        long rowCount = rows < 0 ? values : rows;
        ColumnMetaData meta = new ColumnMetaData(
                element.getType(),
                encodings,
                List.of(element.getName()),
                codec,
                values,
                plainBytes,
                pages.size(),
                dictionaryBytes < 0 ? 4 : 4 + dictionaryBytes);
        if (dictionaryBytes >= 0) {
            meta.setDictionary_page_offset(4);
        }
        ColumnChunk chunk = new ColumnChunk(4);
        chunk.setMeta_data(meta);
        chunkChanges.forEach(change -> change.accept(chunk));
        SchemaElement root = new SchemaElement("root");
        root.setNum_children(1);
        FileMetaData footer = new FileMetaData(
                1,
                List.of(root, element),
                rowCount,
                new ArrayList<>(List.of(new RowGroup(List.of(chunk), pages.size(), rowCount))));
        footer.setCreated_by("handmade");
        footerChanges.forEach(change -> change.accept(footer));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        pages.writeTo(bytes);
        indexes.writeTo(bytes);
        int start = bytes.size();
        Util.writeFileMetaData(footer, bytes);
        bytes.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bytes.size() - start)
                .array());
        bytes.write("PAR1".getBytes(StandardCharsets.US_ASCII));
        Files.write(file, bytes.toByteArray());
        return rowCount;
    }
}
