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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.tablestore.error.CorruptFileException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnCryptoMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.EncryptionWithFooterKey;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Type;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parquet files that are valid and unlike those that Paimon writes: read, or refused as what they are. */
class ParquetLayoutsTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);

    @TempDir
    Path directory;

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putInt);
        return bytes.array();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static HandmadeParquet column() {
        return HandmadeParquet.column("c", Type.INT32);
    }

    private Path table(HandmadeParquet parquet, DataType type) throws IOException {
        Path file = directory.resolve("file.parquet");
        long rows = parquet.write(file);
        return ForeignParquet.table(directory.resolve("t"), file, rows, List.of(new DataField(0, "c", type)));
    }

    private List<String> rows(HandmadeParquet parquet, DataType type) throws Exception {
        return CommandLines.scan(table(parquet, type));
    }

    private String refusal(HandmadeParquet parquet) throws Exception {
        return CommandLines.failure("scan", table(parquet, INT).toString());
    }

    @Test
    void rowGroupsWithoutRows() throws Exception {
        HandmadeParquet parquet = column().page(2, ints(1, 2)).footer(footer -> {
            RowGroup full = footer.getRow_groups().get(0);
            ColumnChunk nowhere = new ColumnChunk(full.getColumns().get(0));
            nowhere.getMeta_data().setNum_values(0).setData_page_offset(0).setTotal_compressed_size(15);
            footer.getRow_groups().add(0, new RowGroup(List.of(nowhere), 0, 0));
            footer.getRow_groups().add(new RowGroup(List.of(nowhere), 0, 0));
        });
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":1}", "{\"c\":2}");
    }

    /** Writers before 1.2.9 leave the header of the dictionary page out of total_compressed_size. */
    private static HandmadeParquet withoutHeader(String writer) throws IOException {
        byte[] indices = {1, 3, 2}; // bits of one group: 0, 1
        return column().dictionary(2, ints(7, 8))
                .page(2, Encoding.PLAIN_DICTIONARY, indices, indices.length)
                .chunk(chunk -> chunk.getMeta_data()
                        .setTotal_compressed_size(chunk.getMeta_data().getTotal_compressed_size() - 14))
                .footer(footer -> footer.setCreated_by(writer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parquet-mr version 1.2.8 (build 1234)",
                "parquet-mr version 1.0.0-t1",
                "parquet-mr",
                "parquet-cpp version 1.2.8-SNAPSHOT",
                "parquet-cpp version 0.9.10"
            })
    void chunksWhoseSizeLeavesOutAHeader(String writer) throws Exception {
        assertThat(rows(withoutHeader(writer), INT)).containsExactly("{\"c\":7}", "{\"c\":8}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parquet-mr version 1.2.9 (build 1234)",
                "parquet-mr version 1.10.0",
                "parquet-cpp version 99999999999.1.1",
                "handmade"
            })
    void chunksOfOtherWritersHaveTheSizeThatTheyState(String writer) throws Exception {
        assertThat(refusal(withoutHeader(writer))).contains("Column c of row group 0 cannot be read");
    }

    @Test
    void severalMembersInOnePage() throws Exception {
        byte[] members = joined(gzip(ints(1)), gzip(ints(2, 3)), gzip(new byte[0]));
        HandmadeParquet parquet = column().codec(CompressionCodec.GZIP).page(3, Encoding.PLAIN, members, 12);
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":1}", "{\"c\":2}", "{\"c\":3}");
    }

    @Test
    void membersWithNamesAndExtraFields() throws Exception {
        byte[] plain = gzip(ints(7));
        byte[] header = Arrays.copyOf(plain, 10);
        header[3] = 2 | 4 | 8 | 16;
        byte[] extra = {3, 0, 9, 9, 9, 'n', 0, 'c', 'o', 0, 1, 2};
        byte[] member = joined(header, extra, Arrays.copyOfRange(plain, 10, plain.length));
        HandmadeParquet parquet = column().codec(CompressionCodec.GZIP).page(1, Encoding.PLAIN, member, 4);
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":7}");
    }

    @Test
    void severalFramesInOnePage() throws Exception {
        byte[] frames = joined(Zstd.compress(ints(1)), Zstd.compress(ints(2, 3)));
        HandmadeParquet parquet = column().codec(CompressionCodec.ZSTD).page(3, Encoding.PLAIN, frames, 12);
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":1}", "{\"c\":2}", "{\"c\":3}");
    }

    /** A block of LZ4 of five literals; twice in Hadoop's framing, in which lengths are big-endian; and LZ4's own frame. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "LZ4_RAW, 800100000002000000, true",
        "LZ4, 800100000002000000, true",
        "LZ4, 0000000800000009800100000002000000, true",
        "LZ4, 0000000400000005400100000000000004000000054002000000, true",
        "LZ4, 04224d18604082000000, false"
    })
    void lz4InEveryFraming(CompressionCodec codec, String content, boolean read) throws Exception {
        byte[] bytes = HexFormat.of().parseHex(content);
        HandmadeParquet parquet = column().codec(codec).page(2, Encoding.PLAIN, bytes, 8);
        if (read) {
            assertThat(rows(parquet, INT)).containsExactly("{\"c\":1}", "{\"c\":2}");
        } else {
            assertThat(refusal(parquet)).contains("LZ4 in LZ4's own frames", "not supported");
        }
    }

    @ParameterizedTest
    @CsvSource({"LZO", "BROTLI"})
    void codecsThatAreNotReadAreNamed(CompressionCodec codec) throws Exception {
        assertThat(refusal(column().codec(codec).page(2, Encoding.PLAIN, ints(1, 2), 1 << 30)))
                .contains("Parquet codec " + codec, "not supported")
                .doesNotContain("damaged");
    }

    @Test
    void footersWithoutEncodings() throws Exception {
        HandmadeParquet parquet =
                column().page(1, ints(1)).chunk(chunk -> chunk.getMeta_data().setEncodings(List.of()));
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":1}");
    }

    /** As Arrow writes dictionaries that it was given: with values of which no row is one. */
    @Test
    void dictionariesWithMoreValuesThanRows() throws Exception {
        HandmadeParquet parquet =
                column().dictionary(4, ints(5, 6, 7, 8)).page(2, Encoding.RLE_DICTIONARY, new byte[] {2, 3, 0b1110}, 3);
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":7}", "{\"c\":8}");
    }

    /** As Parquet.Net writes: the list names what it always names. Headers of pages decide, but in files of parquet-java. */
    @Test
    void encodingsThatTheFooterDoesNotName() throws Exception {
        HandmadeParquet parquet = column().dictionary(2, ints(5, 6))
                .page(2, Encoding.RLE_DICTIONARY, new byte[] {1, 3, 2}, 3)
                .chunk(chunk -> chunk.getMeta_data().setEncodings(List.of(Encoding.PLAIN, Encoding.RLE)));
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":5}", "{\"c\":6}");
        parquet.footer(footer -> footer.setCreated_by("parquet-mr version 1.15.2"));
        Path file = directory.resolve("java.parquet");
        parquet.write(file);
        assertThatThrownBy(() -> DecodedFile.column(file, 2, "c", INT))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("encoding RLE_DICTIONARY is not among those the footer names");
    }

    @Test
    void indexesOfNoLength() throws Exception {
        HandmadeParquet parquet = column().page(2, ints(1, 2))
                .chunk(chunk -> chunk.setOffset_index_offset(0)
                        .setOffset_index_length(0)
                        .setColumn_index_offset(0)
                        .setColumn_index_length(0));
        Path table = table(parquet, INT);
        assertThat(CommandLines.scan(table, "--where", "c = 2")).containsExactly("{\"c\":2}");
    }

    @Test
    void severalColumnsOfOneName() throws Exception {
        HandmadeParquet parquet = column().page(2, ints(1, 2)).footer(footer -> {
            footer.setSchema(List.of(
                    footer.getSchema().get(0).setNum_children(2),
                    footer.getSchema().get(1),
                    footer.getSchema().get(1)));
            RowGroup group = footer.getRow_groups().get(0);
            group.setColumns(
                    List.of(group.getColumns().get(0), group.getColumns().get(0)));
        });
        assertThat(refusal(parquet))
                .contains("several columns named 'c'", "not supported")
                .doesNotContain("damaged");
    }

    @Test
    void moreRowsInAGroupThanAreRead() throws Exception {
        HandmadeParquet parquet = column().page(1, ints(1)).rows(1L << 31);
        assertThat(refusal(parquet))
                .contains("a row group of 2147483648 rows", "not supported")
                .doesNotContain("damaged");
    }

    @Test
    void groupsWithoutFields() throws Exception {
        HandmadeParquet parquet = column().page(1, ints(1))
                .footer(footer -> footer.getSchema().get(1).setNum_children(0).unsetType());
        assertThat(refusal(parquet))
                .contains("group c without fields", "not supported")
                .doesNotContain("damaged");
    }

    /** Both names of the dictionary encoding stand for the same pages. */
    @Test
    void footersWithTheOtherNameOfTheDictionary() throws Exception {
        HandmadeParquet parquet = column().dictionary(2, ints(5, 6))
                .page(2, Encoding.RLE_DICTIONARY, new byte[] {1, 3, 2}, 3)
                .chunk(chunk -> chunk.getMeta_data().setEncodings(List.of(Encoding.PLAIN_DICTIONARY)));
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":5}", "{\"c\":6}");
    }

    @Test
    void levelsOfAColumnThatHasNone() throws Exception {
        byte[] content = joined(new byte[] {4, 0, 4, 0}, ints(1, 2));
        HandmadeParquet parquet =
                column().pageV2(new DataPageHeaderV2(2, 0, 2, Encoding.PLAIN, 2, 2), content, content.length);
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":1}", "{\"c\":2}");
    }

    @Test
    void pagesWithoutValues() throws Exception {
        HandmadeParquet parquet = column().page(0, new byte[0])
                .page(1, ints(1))
                .page(0, new byte[] {1, 2, 3})
                .page(1, ints(2))
                .page(0, new byte[0]);
        assertThat(rows(parquet, INT)).containsExactly("{\"c\":1}", "{\"c\":2}");
    }

    @Test
    void fixedBytesInSplitStreams() throws Exception {
        HandmadeParquet parquet = HandmadeParquet.column("c", Type.FIXED_LEN_BYTE_ARRAY)
                .element(element -> element.setType_length(3))
                .page(2, Encoding.BYTE_STREAM_SPLIT, new byte[] {'a', 'd', 'b', 'e', 'c', 'f'}, 6);
        assertThat(rows(parquet, DataType.string())).containsExactly("{\"c\":\"abc\"}", "{\"c\":\"def\"}");
    }

    /** Rows [1, 2], [] and [3]; the levels are repetition, then definition, each a bit-packed run. */
    @Test
    void repeatedFieldsWithoutList() throws Exception {
        byte[] levels = {2, 0, 0, 0, 3, 0b0010, 2, 0, 0, 0, 3, 0b1011};
        HandmadeParquet parquet =
                column().repeats(FieldRepetitionType.REPEATED).rows(3).page(4, joined(levels, ints(1, 2, 3)));
        DataType list = new DataType.Collection(TypeRoot.ARRAY, INT, 0, true);
        assertThat(rows(parquet, list)).containsExactly("{\"c\":[1,2]}", "{\"c\":[3]}", "{\"c\":[]}");
    }

    @Test
    void repeatedFieldsAreNoSingleValues() throws Exception {
        byte[] levels = {2, 0, 0, 0, 3, 0, 2, 0, 0, 0, 3, 1};
        HandmadeParquet parquet = column().repeats(FieldRepetitionType.REPEATED).page(1, joined(levels, ints(1)));
        assertThat(refusal(parquet))
                .contains("column c as INT", "not supported")
                .doesNotContain("damaged");
    }

    @Test
    void theTypeOfNullsIsReadAsEveryType() throws Exception {
        byte[] levels = {2, 0, 0, 0, 4, 0};
        Path file = directory.resolve("nulls.parquet");
        column().repeats(FieldRepetitionType.OPTIONAL)
                .element(element -> element.setLogicalType(LogicalType.UNKNOWN(new NullType())))
                .page(2, levels)
                .write(file);
        List<DataType> types = List.of(
                INT,
                DataType.of(TypeRoot.BOOLEAN),
                DataType.of(TypeRoot.DOUBLE),
                DataType.string(),
                DataType.decimal(38, 4),
                DataType.of(TypeRoot.TIMESTAMP, 9),
                DataType.of(TypeRoot.DATE),
                DataType.of(TypeRoot.VARIANT),
                new DataType.Collection(TypeRoot.ARRAY, INT, 0, true),
                new DataType.Mapping(DataType.string(), INT, true),
                new DataType.Row(List.of(new DataField(1, "x", INT)), true));
        for (int i = 0; i < types.size(); i++) {
            Path table = ForeignParquet.table(
                    directory.resolve("t" + i), file, 2, List.of(new DataField(0, "c", types.get(i))));
            assertThat(CommandLines.scan(table)).as("%s", types.get(i)).containsExactly("{\"c\":null}", "{\"c\":null}");
            assertThat(CommandLines.scan(table, "--where", "c is not null")).isEmpty();
        }
    }

    @Test
    void nullsInsideRowsAndLists() throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m { optional group r { optional int32 a;"
                + " optional int32 n (UNKNOWN); } optional group l (LIST) { repeated group list {"
                + " optional int32 element (UNKNOWN); } } }");
        Path file = directory.resolve("nested.parquet");
        try (ParquetWriter<Group> writer = writer(file, schema)) {
            Group group = new SimpleGroup(schema);
            group.addGroup("r").add("a", 1);
            Group list = group.addGroup("l");
            list.addGroup("list");
            list.addGroup("list");
            writer.write(group);
            writer.write(new SimpleGroup(schema));
        }
        DataType inner = new DataType.Row(List.of(new DataField(4, "x", DataType.string())), true);
        DataType row = new DataType.Row(List.of(new DataField(2, "a", INT), new DataField(3, "n", inner)), true);
        DataType list = new DataType.Collection(TypeRoot.ARRAY, DataType.string(), 0, true);
        Path table = ForeignParquet.table(
                directory.resolve("t"), file, 2, List.of(new DataField(0, "r", row), new DataField(1, "l", list)));
        assertThat(CommandLines.scan(table))
                .containsExactly("{\"r\":null,\"l\":null}", "{\"r\":{\"a\":1,\"n\":null},\"l\":[null,null]}");
    }

    private static ParquetWriter<Group> writer(Path file, MessageType schema) throws IOException {
        return ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .build();
    }

    /** The layouts of parquet-format's "Backward-compatibility rules", each with the rows [1, 2], [] and null. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "optional group c (LIST) { repeated group list { optional int32 element; } }  | list    | element |"
                        + " false",
                "optional group c (LIST) { repeated group bag { optional int32 array_element; } } | bag |"
                        + " array_element | false",
                "optional group c (LIST) { repeated int32 array; }                            | array   |         |"
                        + " false",
                "optional group c (LIST) { repeated int32 element; }                          | element |         |"
                        + " false",
                "optional group c { repeated int32 item; }                                    | item    |         |"
                        + " false",
                "optional group c (LIST) { repeated group array { required int32 x; } }       | array   | x       |"
                        + " true",
                "optional group c (LIST) { repeated group c_tuple { required int32 x; } }     | c_tuple | x       |"
                        + " true",
                "optional group c (LIST) { repeated group element { required int32 x; } }     | element | x       |"
                        + " true"
            })
    void legacyLists(String declared, String repeated, String field, boolean rows) throws Exception {
        MessageType schema = MessageTypeParser.parseMessageType("message m { " + declared + " }");
        Path file = directory.resolve("list.parquet");
        try (ParquetWriter<Group> writer = writer(file, schema)) {
            Group full = new SimpleGroup(schema);
            Group list = full.addGroup("c");
            for (int i = 1; i <= 2; i++) {
                if (field == null) {
                    list.add(repeated, i);
                } else {
                    list.addGroup(repeated).add(field, i);
                }
            }
            writer.write(full);
            Group empty = new SimpleGroup(schema);
            empty.addGroup("c");
            writer.write(empty);
            writer.write(new SimpleGroup(schema));
        }
        DataType element = rows ? new DataType.Row(List.of(new DataField(1, "x", INT)), true) : INT;
        DataField column = new DataField(0, "c", new DataType.Collection(TypeRoot.ARRAY, element, 0, true));
        Path table = ForeignParquet.table(directory.resolve("t"), file, 3, List.of(column));
        assertThat(CommandLines.scan(table))
                .containsExactlyInAnyOrder(
                        rows ? "{\"c\":[{\"x\":1},{\"x\":2}]}" : "{\"c\":[1,2]}", "{\"c\":[]}", "{\"c\":null}");
    }

    @Test
    void encryptedColumnsAreRefusedByName() throws Exception {
        HandmadeParquet parquet = column().page(1, ints(1))
                .chunk(chunk -> chunk.setCrypto_metadata(
                        ColumnCryptoMetaData.ENCRYPTION_WITH_FOOTER_KEY(new EncryptionWithFooterKey())));
        assertThat(refusal(parquet)).contains("Parquet encryption (column c)", "not supported");
    }

    @Test
    void chunksInOtherFilesAreRefusedByName() throws Exception {
        HandmadeParquet parquet = column().page(1, ints(1)).chunk(chunk -> chunk.setFile_path("part-2.parquet"));
        assertThat(refusal(parquet)).contains("'part-2.parquet', column c", "not supported");
    }

    /** The row groups and the manifest have the number as well. */
    @Test
    void footersThatCountNoRows() throws Exception {
        HandmadeParquet parquet = column().page(1, ints(1)).footer(footer -> footer.setNum_rows(0));
        Path file = directory.resolve("file.parquet");
        parquet.write(file);
        Path table = ForeignParquet.table(directory.resolve("t"), file, 1, List.of(new DataField(0, "c", INT)));
        assertThat(CommandLines.scan(table)).containsExactly("{\"c\":1}");
    }

    @Test
    void aFirstEntryThatGoesOnWithARowIsDamage() throws Exception {
        byte[] levels = {2, 0, 0, 0, 3, 0b0001, 2, 0, 0, 0, 3, 0b0011};
        HandmadeParquet parquet =
                column().repeats(FieldRepetitionType.REPEATED).rows(2).page(2, joined(levels, ints(1, 2)));
        Path table = table(parquet, new DataType.Collection(TypeRoot.ARRAY, INT, 0, true));
        assertThat(CommandLines.failure("scan", table.toString()))
                .contains("the first entry goes on with a row before it", "damaged");
    }
}
