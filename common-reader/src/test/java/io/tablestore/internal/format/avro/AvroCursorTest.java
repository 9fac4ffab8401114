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
package io.tablestore.internal.format.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Avro's binary encoding, read in place: bytes that Avro's own encoder made, cut at every byte. */
class AvroCursorTest {

    private static AvroCursor cursor(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return new AvroCursor(content, 0, content.length);
    }

    private interface Writing {
        void write(BinaryEncoder encoder) throws IOException;
    }

    private static byte[] encoded(Writing writing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            writing.write(encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    @Test
    void numbersOfEachLengthComeBack() {
        List<Long> values = new ArrayList<>(List.of(0L, -1L, Long.MAX_VALUE, Long.MIN_VALUE));
        for (int bit = 0; bit < 63; bit++) {
            values.add(1L << bit);
            values.add(-(1L << bit));
        }
        for (long value : values) {
            byte[] content = encoded(encoder -> encoder.writeLong(value));
            AvroCursor cursor = new AvroCursor(content, 0, content.length);
            assertThat(cursor.readLong()).isEqualTo(value);
            assertThat(cursor.isAtEnd()).isTrue();
            AvroCursor cut = new AvroCursor(content, 0, content.length - 1);
            assertThatThrownBy(cut::readLong).isInstanceOf(IndexOutOfBoundsException.class);
            if (value == (int) value) {
                assertThat(new AvroCursor(content, 0, content.length).readInt()).isEqualTo((int) value);
            } else {
                assertThatThrownBy(() -> new AvroCursor(content, 0, content.length).readInt())
                        .hasMessageContaining("does not fit in 32 bits");
            }
        }
        assertThatThrownBy(() -> cursor(255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1)
                        .readLong())
                .hasMessageContaining("more than ten bytes");
    }

    @Test
    void lengthsAreHeldAgainstTheBytesThatAreThere() {
        assertThat(cursor(4, 'a', 'b').readString()).isEqualTo("ab");
        assertThat(cursor(4, 'a', 'b').readBytes()).containsExactly('a', 'b');
        assertThatThrownBy(() -> cursor(6, 'a', 'b').readString()).hasMessageContaining("a value of 3 bytes where 2");
        assertThatThrownBy(() -> cursor(1, 'a').readBytes()).as("-1").isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> cursor(1, 2).advance(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> cursor(1, 2).advance(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> cursor(6).readBlockCount()).hasMessageContaining("3 items in 0 bytes");
        assertThat(cursor(6).readItemCount()).isEqualTo(3);
        AvroCursor sized = cursor(3, 4, 2, 4);
        assertThat(sized.readBlockCount())
                .as("a negative count has the size behind it")
                .isEqualTo(2);
        assertThat(sized.position()).isEqualTo(2);
        assertThatThrownBy(() -> cursor(4).branchIndex(2)).hasMessageContaining("branch 2 of a union of 2");
        assertThatThrownBy(() -> cursor(1).branchIndex(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(cursor(2).branchIndex(2)).isEqualTo(1);
        assertThat(cursor(1, 2, 3).nextBytesAre(new byte[] {1, 2})).isTrue();
        assertThat(cursor(1, 2, 3).nextBytesAre(new byte[] {1, 3})).isFalse();
        assertThat(cursor(1).nextBytesAre(new byte[] {1, 2})).isFalse();
    }

    @Test
    void memoryOffTheHeapReadsTheSame() {
        byte[] content = encoded(encoder -> {
            encoder.writeLong(-77);
            encoder.writeString("text");
            encoder.writeBytes(new byte[] {9});
        });
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBuf memory = allocator.buffer(64)) {
            memory.setBytes(0, content);
            AvroCursor cursor = new AvroCursor(memory, content.length);
            assertThat(cursor.readLong()).isEqualTo(-77);
            assertThat(cursor.readString()).isEqualTo("text");
            assertThat(cursor.readBytes()).containsExactly(9);
            assertThat(cursor.isAtEnd()).isTrue();
            assertThatThrownBy(cursor::readByte).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private static final Schema EVERYTHING = SchemaBuilder.record("r")
            .fields()
            .requiredBoolean("a")
            .requiredInt("b")
            .requiredLong("c")
            .requiredFloat("d")
            .requiredDouble("e")
            .requiredString("f")
            .requiredBytes("g")
            .optionalLong("h")
            .name("i")
            .type(SchemaBuilder.fixed("fix").size(3))
            .noDefault()
            .name("j")
            .type(SchemaBuilder.array().items(SchemaBuilder.builder().longType()))
            .noDefault()
            .name("k")
            .type(SchemaBuilder.map().values(SchemaBuilder.builder().stringType()))
            .noDefault()
            .name("l")
            .type(SchemaBuilder.enumeration("en").symbols("x", "y"))
            .noDefault()
            .name("m")
            .type(SchemaBuilder.array().items(SchemaBuilder.builder().nullType()))
            .noDefault()
            .endRecord();

    private static GenericRecord random(Random random) {
        GenericRecord record = new GenericData.Record(EVERYTHING);
        byte[] bytes = new byte[random.nextInt(100)];
        random.nextBytes(bytes);
        Map<String, String> map = new HashMap<>();
        List<Long> list = new ArrayList<>();
        List<Object> nulls = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put("k" + i, "v".repeat(random.nextInt(9)));
            list.add(random.nextLong());
            nulls.add(null);
        }
        record.put("a", random.nextBoolean());
        record.put("b", random.nextInt());
        record.put("c", random.nextLong());
        record.put("d", random.nextFloat());
        record.put("e", random.nextDouble());
        record.put("f", "s".repeat(random.nextInt(20)));
        record.put("g", ByteBuffer.wrap(bytes));
        record.put("h", random.nextBoolean() ? null : random.nextLong());
        record.put("i", new GenericData.Fixed(EVERYTHING.getField("i").schema(), new byte[3]));
        record.put("j", list);
        record.put("k", map);
        record.put("l", new GenericData.EnumSymbol(EVERYTHING.getField("l").schema(), "y"));
        record.put("m", nulls);
        return record;
    }

    @Test
    void valuesOfEveryTypeArePassedOverWhole() {
        Random random = new Random(12);
        for (int round = 0; round < 50; round++) {
            GenericRecord record = random(random);
            byte[] content =
                    encoded(encoder -> new GenericDatumWriter<GenericRecord>(EVERYTHING).write(record, encoder));
            AvroCursor cursor = new AvroCursor(content, 0, content.length);
            cursor.skip(EVERYTHING);
            assertThat(cursor.isAtEnd()).isTrue();
            for (int length = 0; length < content.length; length++) {
                AvroCursor cut = new AvroCursor(content, 0, length);
                assertThatThrownBy(() -> cut.skip(EVERYTHING)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void endlessNestingIsRefused() {
        Schema schema = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"n\",\"fields\":[{\"name\":\"x\",\"type\":[\"null\",\"n\"]}]}");
        byte[] nested = new byte[5000];
        Arrays.fill(nested, (byte) 2);
        assertThatThrownBy(() -> new AvroCursor(nested, 0, nested.length).skip(schema))
                .hasMessageContaining("nested more than 1000 deep");
    }

    private static byte[] file(String codec, int records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Schema schema = SchemaBuilder.record("r").fields().requiredLong("n").endRecord();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(CodecFactory.fromString(codec));
            writer.setSyncInterval(100);
            writer.create(schema, out);
            for (long i = 0; i < records; i++) {
                GenericRecord record = new GenericData.Record(schema);
                record.put("n", i);
                writer.append(record);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }

    private static List<Long> numbers(byte[] content) {
        List<Long> numbers = new ArrayList<>();
        new AvroContainer("m", content).read((cursor, records) -> {
            for (long i = 0; i < records; i++) {
                numbers.add(cursor.readLong());
            }
        });
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
    void filesOfEachCodecComeBackAndFailWhereTheyAreCut(String codec) {
        byte[] content = file(codec, 300);
        List<Long> all = numbers(content);
        assertThat(all).hasSize(300).startsWith(0L, 1L).endsWith(299L);
        assertThat(numbers(file(codec, 0))).isEmpty();
        for (int length = 0; length < content.length; length += 1 + length % 5) {
            List<Long> found;
            try {
                found = numbers(Arrays.copyOf(content, length));
            } catch (CorruptFileException damaged) {
                assertThat(damaged).hasMessageContaining("m");
                continue;
            }
            assertThat(all.subList(0, found.size()))
                    .as("cut between two blocks")
                    .isEqualTo(found);
        }
        byte[] marker = content.clone();
        marker[content.length - 1] ^= 1;
        assertThatThrownBy(() -> numbers(marker)).isInstanceOf(CorruptFileException.class);
    }

    @Test
    void aBlockWithMoreThanItsRecordsIsDamage() {
        assertThatThrownBy(() -> new AvroContainer("m", file("null", 3)).read((cursor, records) -> cursor.readLong()))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("more than its 3 records");
        assertThatThrownBy(() -> new AvroContainer("m", new byte[] {'O', 'b', 'j', 2}))
                .hasMessageContaining("the four bytes of an Avro file");
    }

    @Test
    void aCodecThatIsNotReadIsNamed() {
        assertThatThrownBy(() -> numbers(file("bzip2", 3)))
                .isInstanceOf(UnsupportedFormatException.class)
                .hasMessageContaining("Avro codec 'bzip2'");
    }
}
