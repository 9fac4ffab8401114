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
package io.tablestore.internal.format.manifest;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.format.avro.AvroContainer;
import io.tablestore.internal.format.avro.AvroCursor;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The version of each record of a manifest, manifest list or index manifest ({@code _VERSION}, format reference, 4.1). A file of
 * another version may have other fields, with other types and in another order, so a failure to read it is not damage.
 */
final class MetadataVersion {

    private static final String FIELD = "_VERSION";

    private final String file;
    private final int supported;

    private MetadataVersion(String file, int supported) {
        this.file = file;
        this.supported = supported;
    }

    /**
     * Reads the records of a file.
     *
     * @param file its name, for messages
     * @param supported the supported record version
     * @param reader creates, from the schema of the file, a reader that consumes its records in order and {@linkplain #check
     * checks} their version
     * @return that reader after all records are read; null if there are none
     * @throws UnsupportedFormatException if the file is of another version
     * @throws CorruptFileException if it cannot be decoded for another reason
     */
    static <R extends Consumer<AvroCursor>> @Nullable R read(
            String file, byte[] content, int supported, BiFunction<Schema, MetadataVersion, R> reader) {
        AvroContainer container = new AvroContainer(file, content);
        if (container.isEmpty()) { // no field can be missing
            return null;
        }
        MetadataVersion version = new MetadataVersion(file, supported);
        try {
            R records = reader.apply(container.schema(), version);
            readAll(container, records);
            return records;
        } catch (CorruptFileException damaged) {
            throw version.verdict(damaged, container);
        }
    }

    private static void readAll(AvroContainer container, Consumer<AvroCursor> records) {
        Schema top = container.schema();
        container.read((cursor, count) -> {
            for (long i = 0; i < count; i++) {
                if (top.isUnion() && cursor.branch(top).getType() == Schema.Type.NULL) {
                    throw new IndexOutOfBoundsException("a record is null");
                }
                records.accept(cursor);
            }
        });
    }

    /** @throws UnsupportedFormatException if a record has another version */
    void check(int version) {
        if (version != supported) {
            throw new UnsupportedFormatException(
                    file, FIELD + " " + version, "Version " + supported + " is supported; upgrade this reader.");
        }
    }

    /** The error to throw if reading a file failed. The first record shows whether the file may have another version. */
    private TableStoreException verdict(CorruptFileException damage, AvroContainer container) {
        OptionalInt version = first(container);
        try {
            version.ifPresent(this::check);
            return damage;
        } catch (UnsupportedFormatException other) {
            other.addSuppressed(damage);
            return other;
        }
    }

    /** The version of the first record; empty if it cannot be read. */
    private static OptionalInt first(AvroContainer container) {
        try {
            AvroCursor cursor = container.firstRecord();
            Schema top = container.schema();
            Schema record = top.isUnion() ? cursor.branch(top) : top;
            for (Schema.Field field : record.getFields()) {
                if (!field.name().equals(FIELD)) {
                    cursor.skip(field.schema());
                    continue;
                }
                Schema schema = field.schema().isUnion() ? cursor.branch(field.schema()) : field.schema();
                boolean isNumber = schema.getType() == Schema.Type.INT || schema.getType() == Schema.Type.LONG;
                return isNumber ? OptionalInt.of(cursor.readInt()) : OptionalInt.empty();
            }
            return OptionalInt.empty();
        } catch (CorruptFileException | IndexOutOfBoundsException unreadable) {
            return OptionalInt.empty();
        }
    }
}
