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
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DateColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.OrcProto;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of ORC files read as columns of another width, scale or range: the same value, or an error that names it. */
class OrcValuesTest {

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} as {1}")
    @CsvSource({
        "bigint, TINYINT, 127, -128, 128, -129",
        "int, TINYINT, 127, -128, 4294967168, 200",
        "bigint, SMALLINT, 32767, -32768, 32768, -65536",
        "int, SMALLINT, 32767, -32768, 40000, -32769",
        "bigint, INT, 2147483647, -2147483648, 4294967295, -2147483649",
        "bigint, DATE, 0, 0, 4294967296, -2147483649",
        "int, TIME, 86399999, 0, 86400000, -1",
        "bigint, TIME, 86399999, 0, 4294967296, -1"
    })
    void wholeNumbersFitOrAreNamed(
            String stored, TypeRoot wanted, long greatest, long least, long tooGreat, long tooSmall) throws Exception {
        Path fitting = longs(stored, greatest, least);
        assertThat(DecodedFile.column(fitting, 2, "c", DataType.of(wanted))).hasSize(2);
        for (long unfit : new long[] {tooGreat, tooSmall}) {
            if (stored.equals("int") && unfit != (int) unfit) {
                continue; // orc-core does not write it
            }
            Path file = longs(stored, least, unfit);
            assertThatThrownBy(() -> DecodedFile.column(file, 2, "c", DataType.of(wanted)))
                    .isInstanceOf(TableStoreException.class)
                    .isNotInstanceOf(CorruptFileException.class)
                    .hasMessageContaining("Column c: the value " + unfit + " of ORC ")
                    .hasMessageContaining(" does not fit in " + DataType.of(wanted));
        }
    }

    @Test
    void narrowNumbersAreReadIntoWiderColumns() throws Exception {
        Path file = longs("tinyint", -128, 127);
        for (TypeRoot wide : List.of(TypeRoot.TINYINT, TypeRoot.SMALLINT, TypeRoot.INT, TypeRoot.BIGINT)) {
            assertThat(DecodedFile.column(file, 2, "c", DataType.of(wide))).containsExactly("-128", "127");
        }
    }

    @Test
    void decimalsOfAGreaterScaleAreRoundedHalfUpAsByOrc() throws Exception {
        Path file = decimals("decimal(20,6)", "1.255000", "-1.255000", "1.254999", "99999999.990000", "0.000001");
        assertThat(DecodedFile.column(file, 5, "c", DataType.decimal(10, 2)))
                .containsExactly("1.26", "-1.26", "1.25", "99999999.99", "0.00");
        assertThat(DecodedFile.column(file, 5, "c", DataType.decimal(38, 10)))
                .containsExactly(
                        "1.2550000000", "-1.2550000000", "1.2549990000", "99999999.9900000000", "0.0000010000");
    }

    @ParameterizedTest(name = "{0} as DECIMAL({1}, {2})")
    @CsvSource({
        "100000000.00, 10, 2",
        "99999999.995, 10, 2",
        "-100000000, 10, 2",
        "1234567890123456789012345678, 19, 0",
        "12345678901234567890123456789012345678, 38, 4",
        "10, 1, 0"
    })
    void decimalsOfTooManyDigitsAreNamed(String value, int precision, int scale) throws Exception {
        Path file = decimals("decimal(38,3)", "1", value.length() > 35 ? "12345678901234567890123456789012345" : value);
        assertThatThrownBy(() -> DecodedFile.column(file, 2, "c", DataType.decimal(precision, scale)))
                .isInstanceOf(TableStoreException.class)
                .isNotInstanceOf(CorruptFileException.class)
                .hasMessageContaining("Column c: the value ")
                .hasMessageContaining(" does not fit in DECIMAL(" + precision + ", " + scale + ")");
    }

    @Test
    void decimalsOfAllLengthsAreExact() throws Exception {
        List<String> values = new ArrayList<>();
        for (int digits = 1; digits <= 38; digits++) {
            values.add("9".repeat(digits));
            values.add("-" + "9".repeat(digits));
            values.add("1" + "0".repeat(digits - 1));
        }
        Path file = decimals("decimal(38,0)", values.toArray(String[]::new));
        assertThat(DecodedFile.column(file, values.size(), "c", DataType.decimal(38, 0)))
                .isEqualTo(values);
    }

    @Test
    void timestampsBeyondAColumnsUnitAreNamed() throws Exception {
        long seconds = 60L * 365 * 86400 * 10_000; // the year 600,000
        Path file = write("timestamp", 2, (column, row) -> {
            TimestampColumnVector times = (TimestampColumnVector) column;
            times.time[row] = row == 0 ? 1234 : seconds * 1000;
            times.nanos[row] = row == 0 ? 234_567_891 : 0;
        });
        assertThat(DecodedFile.column(file, 2, "c", DataType.of(TypeRoot.TIMESTAMP, 3)))
                .hasSize(2);
        assertThat(DecodedFile.column(file, 2, "c", DataType.of(TypeRoot.TIMESTAMP, 9)))
                .hasSize(2);
        assertThatThrownBy(() -> DecodedFile.column(file, 2, "c", DataType.of(TypeRoot.TIMESTAMP, 6)))
                .isInstanceOf(TableStoreException.class)
                .isNotInstanceOf(CorruptFileException.class)
                .hasMessageContaining("Column c: the value ")
                .hasMessageContaining(" does not fit in TIMESTAMP(6)");
    }

    @Test
    void extremeDatesAreReadAsTheyAre() throws Exception {
        int[] days = {-1_000_000, -719_162, 2_932_896, 100_000_000};
        Path file = write("date", days.length, (column, row) -> {
            ((DateColumnVector) column).changeCalendar(true, false);
            ((DateColumnVector) column).vector[row] = days[row];
        });
        assertThat(DecodedFile.column(file, days.length, "c", DataType.of(TypeRoot.DATE)))
                .isEqualTo(Arrays.stream(days).mapToObj(Integer::toString).toList());
    }

    @Test
    void filesOfTheFirstWritersAreReadAndThoseOfLaterVersionsRefused() throws Exception {
        Path first = longs("int", 5, 7);
        editPostscript(first, postscript -> postscript.clearMagic().clearVersion());
        assertThat(DecodedFile.column(first, 2, "c", DataType.of(TypeRoot.INT))).containsExactly("5", "7");
        Path later = longs("int", 5, 7);
        editPostscript(
                later, postscript -> postscript.clearVersion().addVersion(19).addVersion(99));
        assertThatThrownBy(() -> DecodedFile.column(later, 2, "c", DataType.of(TypeRoot.INT)))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("version 19.99 of ORC");
    }

    /** A file of no bytes has no rows: some writers leave one where there were none to write. */
    @Test
    void filesWithoutBytesHaveNoRows() throws Exception {
        Path file = Files.createFile(directory.resolve("empty.orc"));
        assertThat(DecodedFile.column(file, 0, "c", DataType.of(TypeRoot.INT))).isEmpty();
    }

    private static void editPostscript(Path file, Consumer<OrcProto.PostScript.Builder> edit) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        int length = bytes[bytes.length - 1] & 0xFF;
        int start = bytes.length - 1 - length;
        OrcProto.PostScript.Builder postscript =
                OrcProto.PostScript.parseFrom(ByteBuffer.wrap(bytes, start, length)).toBuilder();
        edit.accept(postscript);
        byte[] edited = postscript.build().toByteArray();
        ByteBuffer whole = ByteBuffer.allocate(start + edited.length + 1);
        whole.put(bytes, 0, start).put(edited).put((byte) edited.length);
        Files.write(file, whole.array());
    }

    private Path longs(String type, long... values) throws Exception {
        return write(type, values.length, (column, row) -> ((LongColumnVector) column).vector[row] = values[row]);
    }

    private Path decimals(String type, String... values) throws Exception {
        return write(
                type,
                values.length,
                (column, row) -> ((DecimalColumnVector) column).vector[row].set(HiveDecimal.create(values[row])));
    }

    private Path write(String type, int rows, ObjIntConsumer<ColumnVector> setter) throws Exception {
        Path file = directory.resolve("values" + System.identityHashCode(setter) + ".orc");
        Configuration configuration = new Configuration();
        TypeDescription schema = TypeDescription.createStruct().addField("c", TypeDescription.fromString(type));
        try (Writer writer = OrcFile.createWriter(
                new org.apache.hadoop.fs.Path(file.toUri()),
                OrcFile.writerOptions(configuration)
                        .setSchema(schema)
                        .overwrite(true)
                        .setProlepticGregorian(true))) {
            VectorizedRowBatch batch = schema.createRowBatch();
            for (int row = 0; row < rows; row++) {
                setter.accept(batch.cols[0], row);
            }
            batch.size = rows;
            writer.addRowBatch(batch);
        }
        return file;
    }
}
