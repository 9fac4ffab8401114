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

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.OrcProto;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.protobuf.UnknownFieldSet;
import org.apache.parquet.format.BoundaryOrder;
import org.apache.parquet.format.ColumnIndex;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageLocation;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.TypeDefinedOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Numbers that the formats do not define yet: a file with one is refused as that of a newer writer. Libraries read them as
 * if they were missing, or the first constant of their enumeration.
 */
class NewerFilesTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);

    @TempDir
    Path directory;

    private static UnknownFieldSet number(int field, long value) {
        return UnknownFieldSet.newBuilder()
                .addField(
                        field,
                        UnknownFieldSet.Field.newBuilder().addVarint(value).build())
                .build();
    }

    /** An ORC file of one stripe, taken apart and put together again. */
    private final class OrcParts {

        private final byte[] data;
        private OrcProto.StripeFooter stripe;
        private OrcProto.Footer footer;
        private OrcProto.PostScript postscript;

        OrcParts() throws IOException {
            Path file = Files.createTempDirectory(directory, "orc").resolve("ints.orc");
            TypeDescription schema = TypeDescription.fromString("struct<a:int,c:int>");
            OrcFile.WriterOptions options =
                    OrcFile.writerOptions(new Configuration()).setSchema(schema).compress(CompressionKind.NONE);
            try (Writer writer = OrcFile.createWriter(new org.apache.hadoop.fs.Path(file.toUri()), options)) {
                VectorizedRowBatch batch = schema.createRowBatch();
                batch.size = 2;
                for (int row = 0; row < 2; row++) {
                    ((LongColumnVector) batch.cols[0]).vector[row] = row;
                    ((LongColumnVector) batch.cols[1]).vector[row] = 7L + row;
                }
                writer.addRowBatch(batch);
            }
            byte[] bytes = Files.readAllBytes(file);
            int length = bytes[bytes.length - 1] & 0xFF;
            int start = bytes.length - 1 - length;
            postscript = OrcProto.PostScript.parseFrom(ByteBuffer.wrap(bytes, start, length));
            int footerLength = (int) postscript.getFooterLength();
            footer = OrcProto.Footer.parseFrom(ByteBuffer.wrap(bytes, start - footerLength, footerLength));
            OrcProto.StripeInformation place = footer.getStripes(0);
            int end = (int) (place.getOffset() + place.getIndexLength() + place.getDataLength());
            stripe = OrcProto.StripeFooter.parseFrom(ByteBuffer.wrap(bytes, end, (int) place.getFooterLength()));
            data = Arrays.copyOf(bytes, end);
        }

        Path write() throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(data);
            stripe.writeTo(out);
            OrcProto.Footer placed = footer.toBuilder()
                    .setStripes(0, footer.getStripes(0).toBuilder().setFooterLength(stripe.getSerializedSize()))
                    .build();
            placed.writeTo(out);
            OrcProto.PostScript last = postscript.toBuilder()
                    .setFooterLength(placed.getSerializedSize())
                    .setMetadataLength(0)
                    .build();
            last.writeTo(out);
            out.write(last.getSerializedSize());
            Path file = Files.createTempDirectory(directory, "orc").resolve("edited.orc");
            return Files.write(file, out.toByteArray());
        }
    }

    private static void assertUnsupported(Path file, String... parts) {
        assertThatThrownBy(() -> DecodedFile.column(file, 2, "c", INT))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void orcPutTogetherAgainIsRead() throws Exception {
        assertThat(DecodedFile.column(new OrcParts().write(), 2, "c", INT)).containsExactly("7", "8");
    }

    @Test
    void orcCompression() throws Exception {
        OrcParts orc = new OrcParts();
        orc.postscript = orc.postscript.toBuilder()
                .clearCompression()
                .setUnknownFields(number(OrcProto.PostScript.COMPRESSION_FIELD_NUMBER, 42))
                .build();
        assertUnsupported(orc.write(), "ORC compression of kind 42");
    }

    @Test
    void orcTypeOfTheColumnAskedFor() throws Exception {
        OrcParts orc = new OrcParts();
        OrcProto.Type newer = OrcProto.Type.newBuilder()
                .setUnknownFields(number(OrcProto.Type.KIND_FIELD_NUMBER, 77))
                .build();
        orc.footer = orc.footer.toBuilder().setTypes(2, newer).build();
        assertUnsupported(orc.write(), "an ORC type of kind 77 (column c)");
        assertThatThrownBy(() -> DecodedFile.column(orc.write(), 2, "c", DataType.of(TypeRoot.BOOLEAN)))
                .isInstanceOf(UnsupportedFormatException.class);
        assertThat(DecodedFile.column(orc.write(), 2, "a", INT)).containsExactly("0", "1");
    }

    @Test
    void orcEncoding() throws Exception {
        OrcParts orc = new OrcParts();
        OrcProto.ColumnEncoding newer = OrcProto.ColumnEncoding.newBuilder()
                .setUnknownFields(number(OrcProto.ColumnEncoding.KIND_FIELD_NUMBER, 9))
                .build();
        orc.stripe = orc.stripe.toBuilder().setColumns(2, newer).build();
        assertUnsupported(orc.write(), "an ORC encoding of kind 9 (column c)");
        assertThat(DecodedFile.column(orc.write(), 2, "a", INT)).containsExactly("0", "1");
    }

    /** Such as an index of a new kind: what is known of the column is enough. */
    @Test
    void orcStreamBesideThoseOfAColumn() throws Exception {
        OrcParts orc = new OrcParts();
        OrcProto.Stream newer = OrcProto.Stream.newBuilder()
                .setColumn(2)
                .setLength(0)
                .setUnknownFields(number(OrcProto.Stream.KIND_FIELD_NUMBER, 99))
                .build();
        orc.stripe = orc.stripe.toBuilder().addStreams(newer).build();
        assertThat(DecodedFile.column(orc.write(), 2, "c", INT)).containsExactly("7", "8");
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putInt);
        return bytes.array();
    }

    private static HandmadeParquet column() throws IOException {
        return HandmadeParquet.column("c", Type.INT32).page(2, ints(7, 8));
    }

    /** The file that two files are but for one number, which becomes 42 (84 by Thrift). */
    private Path differing(HandmadeParquet one, HandmadeParquet other) throws IOException {
        Path file = Files.createTempDirectory(directory, "parquet").resolve("edited.parquet");
        other.write(file);
        byte[] second = Files.readAllBytes(file);
        one.write(file);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(second).hasSameSizeAs(bytes);
        int edited = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != second[i]) {
                bytes[i] = 84;
                edited++;
            }
        }
        assertThat(edited).isPositive();
        return Files.write(file, bytes);
    }

    private Path differing(UnaryOperator<HandmadeParquet> one, UnaryOperator<HandmadeParquet> other)
            throws IOException {
        return differing(one.apply(column()), other.apply(column()));
    }

    @Test
    void parquetCodec() throws Exception {
        Path file = differing(
                parquet -> parquet.codec(CompressionCodec.UNCOMPRESSED),
                parquet -> parquet.codec(CompressionCodec.SNAPPY));
        assertUnsupported(file, "Parquet codec 42", "newer version");
    }

    @Test
    void parquetPhysicalType() throws Exception {
        Path file = differing(column(), HandmadeParquet.column("c", Type.INT64).page(2, ints(7, 8)));
        assertUnsupported(file, "Parquet physical type 42");
    }

    @Test
    void parquetPhysicalTypeOfTheSchema() throws Exception {
        Path file = differing(
                parquet -> parquet.element(element -> element.setType(Type.INT32))
                        .chunk(chunk -> chunk.getMeta_data().setType(Type.INT32)),
                parquet -> parquet.element(element -> element.setType(Type.INT64))
                        .chunk(chunk -> chunk.getMeta_data().setType(Type.INT32)));
        assertUnsupported(file, "Parquet column c of a physical type that is not known");
    }

    @Test
    void parquetEncodingInTheStatisticsOfEncodings() throws Exception {
        Path file = differing(
                parquet -> parquet.chunk(chunk -> chunk.getMeta_data()
                        .addToEncoding_stats(new PageEncodingStats(PageType.DATA_PAGE, Encoding.PLAIN, 1))),
                parquet -> parquet.chunk(chunk -> chunk.getMeta_data()
                        .addToEncoding_stats(new PageEncodingStats(PageType.DATA_PAGE, Encoding.RLE, 1))));
        assertUnsupported(file, "Parquet encoding 42");
    }

    private static HandmadeParquet paged(PageType type, Encoding encoding) throws IOException {
        PageHeader header = new PageHeader(type, 8, 8);
        header.setData_page_header(new DataPageHeader(2, encoding, Encoding.RLE, Encoding.RLE));
        return HandmadeParquet.column("c", Type.INT32).page(header, 2, ints(7, 8));
    }

    @Test
    void parquetEncodingOfAPage() throws Exception {
        Path file = differing(paged(PageType.DATA_PAGE, Encoding.PLAIN), paged(PageType.DATA_PAGE, Encoding.RLE));
        assertUnsupported(file, "Parquet encoding 42 (column c)");
    }

    @Test
    void parquetPageOfANewType() throws Exception {
        Path file = differing(paged(PageType.DATA_PAGE, Encoding.PLAIN), paged(PageType.INDEX_PAGE, Encoding.PLAIN));
        assertUnsupported(file, "Parquet page type 42 (column c)");
    }

    @Test
    void parquetRepetition() throws Exception {
        Path file = differing(
                parquet -> parquet.repeats(FieldRepetitionType.REQUIRED),
                parquet -> parquet.repeats(FieldRepetitionType.OPTIONAL));
        assertUnsupported(file, "Parquet repetition 42");
    }

    /** What an annotation of a newer version means is not known: an INT32 with one need not be a number. */
    @Test
    void parquetAnnotation() throws Exception {
        Path file = differing(
                parquet -> parquet.element(element -> element.setLogicalType(LogicalType.DATE(new DateType()))),
                parquet -> parquet.element(element -> element.setLogicalType(LogicalType.UNKNOWN(new NullType()))));
        assertUnsupported(file, "INT32 with an annotation of a newer version of the format", "c");
    }

    private static final String NO_ROW_BY_BOUNDS = "c = 7";

    private List<String> matching(Path file) throws Exception {
        Path root = Files.createTempDirectory(directory, "table");
        ForeignParquet.table(root, file, 2, List.of(new DataField(0, "c", INT)));
        return CommandLines.scan(root, "--where", NO_ROW_BY_BOUNDS);
    }

    /** The bounds say that no row matches, but the order that they are in is not known. */
    @Test
    void parquetOrderOfAColumn() throws Exception {
        Path file = directory.resolve("ordered.parquet");
        column().bounds(ints(1), ints(2))
                .footer(footer -> footer.setColumn_orders(List.of(ColumnOrder.TYPE_ORDER(new TypeDefinedOrder()))))
                .write(file);
        assertThat(matching(file)).isEmpty();
        String bytes = HexFormat.of().formatHex(Files.readAllBytes(file));
        String order = "191c1c0000"; // a list of one structure, whose field 1 is an empty structure
        assertThat(bytes.split(order)).hasSize(2);
        Files.write(file, HexFormat.of().parseHex(bytes.replace(order, "191c2c0000")));
        assertThat(matching(file)).containsExactly("{\"c\":7}");
    }

    private static HandmadeParquet indexed(BoundaryOrder order) throws IOException {
        OffsetIndex offsets = new OffsetIndex(List.of(new PageLocation(4, column().pageBytes(), 0)));
        ColumnIndex bounds = new ColumnIndex(
                List.of(false), List.of(ByteBuffer.wrap(ints(1))), List.of(ByteBuffer.wrap(ints(2))), order);
        return column().index(bounds, offsets);
    }

    @Test
    void parquetOrderOfPages() throws Exception {
        Path known = directory.resolve("known.parquet");
        indexed(BoundaryOrder.ASCENDING).write(known);
        assertThat(matching(known)).isEmpty();
        Path newer = differing(indexed(BoundaryOrder.ASCENDING), indexed(BoundaryOrder.DESCENDING));
        assertThat(matching(newer)).containsExactly("{\"c\":7}");
    }

    /** A footer that is cut as well is damaged, whatever numbers are in it. */
    @Test
    void aDamagedFooterWithANewNumberIsDamaged() throws Exception {
        Path file = differing(
                parquet -> parquet.codec(CompressionCodec.UNCOMPRESSED),
                parquet -> parquet.codec(CompressionCodec.SNAPPY));
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 9] = 0x15; // the end of the structure becomes the start of a field
        Files.write(file, bytes);
        assertThatThrownBy(() -> DecodedFile.column(file, 2, "c", INT)).isInstanceOf(CorruptFileException.class);
    }
}
