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
package io.tablestore.internal.file.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.CorruptFileException;
import io.tablestore.fs.InMemoryFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.file.decoder.DataFileInput;
import io.tablestore.internal.memory.BufferPool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The blocks of an Avro file are found by their headers and markers. */
class AvroBlocksTest {

    private final BufferAllocator allocator = ArrowMemory.newRoot(16 << 20);
    private final BufferPool pool = new BufferPool(allocator);
    private final InMemoryFileSystem files = new InMemoryFileSystem();

    @AfterEach
    void everyBufferIsReleased() {
        pool.close();
        allocator.close();
    }

    private static byte[] file(int records) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Schema schema = SchemaBuilder.record("r").fields().requiredLong("n").endRecord();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setSyncInterval(64);
            writer.create(schema, out);
            for (long i = 0; i < records; i++) {
                GenericRecord record = new GenericData.Record(schema);
                record.put("n", i);
                writer.append(record);
            }
        }
        return out.toByteArray();
    }

    private AvroBlocks open(byte[] content) throws IOException {
        TablePath path = new TablePath("/f");
        files.overwrite(path, content);
        return new AvroBlocks(new DataFileInput("f.avro", files.open(path), content.length, -1, pool, null));
    }

    @Test
    void blocksFollowEachOtherToTheEndOfTheFile() throws IOException {
        AvroBlocks blocks = open(file(200));
        assertThat(blocks.blocks()).hasSizeGreaterThan(2);
        assertThat(blocks.blocks().stream().mapToLong(AvroBlocks.Block::rows).sum())
                .isEqualTo(200);
        AvroBlocks.Block last = blocks.blocks().get(blocks.blocks().size() - 1);
        assertThat(last.position() + last.length() + 16).isEqualTo(file(200).length);
        assertThat(open(file(0)).blocks()).isEmpty();
    }

    @Test
    void aCutFileOrAChangedMarkerIsDamage() throws IOException {
        byte[] content = file(200);
        AvroBlocks.Block first = open(content).blocks().get(0);
        int end = (int) first.position() + first.length() + 16;
        for (int length = end + 1; length < end + 20; length++) {
            byte[] cut = Arrays.copyOf(content, length);
            assertThatThrownBy(() -> open(cut))
                    .as("cut at %d", length)
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContaining("f.avro");
        }
        content[end - 1] ^= 1;
        assertThatThrownBy(() -> open(content)).hasMessageContaining("sync marker");
    }
}
