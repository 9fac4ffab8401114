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

import io.tablestore.testing.PaimonWarehouse;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.paimon.catalog.Identifier;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of migrated tables whose columns are not those of the table: older ones, in another case, under another name. */
class ForeignColumnsTest {

    private static final DataType INT = DataType.of(TypeRoot.INT);
    private static final int NO_ID = -1;

    @TempDir
    Path directory;

    /** Columns of whole numbers that a file has. */
    private record Column(String name, int id) {}

    private static List<Column> columns(String... names) {
        return Stream.of(names).map(name -> new Column(name, NO_ID)).toList();
    }

    /** Two rows; the values of the first column are 1 and 2, of the second 11 and 12, and so on. */
    private Path file(String format, List<Column> columns) throws Exception {
        Path file = directory.resolve("file." + format);
        switch (format) {
            case "parquet" -> parquet(file, columns);
            case "orc" -> orc(file, columns);
            default -> avro(file, columns);
        }
        return file;
    }

    private static int value(int column, int row) {
        return 10 * column + row + 1;
    }

    private static void parquet(Path file, List<Column> columns) throws Exception {
        Types.MessageTypeBuilder builder = Types.buildMessage();
        for (Column column : columns) {
            Types.PrimitiveBuilder<PrimitiveType> field = Types.optional(PrimitiveTypeName.INT32);
            builder.addField((column.id == NO_ID ? field : field.id(column.id)).named(column.name));
        }
        MessageType schema = builder.named("m");
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration())
                .withType(schema)
                .build()) {
            for (int row = 0; row < 2; row++) {
                Group group = new SimpleGroup(schema);
                for (int column = 0; column < columns.size(); column++) {
                    group.add(column, value(column, row));
                }
                writer.write(group);
            }
        }
    }

    private static void orc(Path file, List<Column> columns) throws Exception {
        TypeDescription schema = TypeDescription.createStruct();
        for (Column column : columns) {
            TypeDescription type = TypeDescription.createInt();
            if (column.id != NO_ID) {
                type.setAttribute("iceberg.id", Integer.toString(column.id));
            }
            schema.addField(column.name, type);
        }
        try (Writer writer = OrcFile.createWriter(
                new org.apache.hadoop.fs.Path(file.toUri()),
                OrcFile.writerOptions(new Configuration()).setSchema(schema))) {
            VectorizedRowBatch batch = schema.createRowBatch();
            batch.size = 2;
            for (int column = 0; column < columns.size(); column++) {
                for (int row = 0; row < 2; row++) {
                    ((LongColumnVector) batch.cols[column]).vector[row] = value(column, row);
                }
            }
            writer.addRowBatch(batch);
        }
    }

    private static void avro(Path file, List<Column> columns) throws Exception {
        SchemaBuilder.FieldAssembler<Schema> fields = SchemaBuilder.record("m").fields();
        for (Column column : columns) {
            SchemaBuilder.FieldBuilder<Schema> field = fields.name(column.name);
            fields = (column.id == NO_ID ? field : field.prop("field-id", column.id))
                    .type()
                    .intType()
                    .noDefault();
        }
        Schema schema = fields.endRecord();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, file.toFile());
            for (int row = 0; row < 2; row++) {
                GenericRecord record = new GenericData.Record(schema);
                for (int column = 0; column < columns.size(); column++) {
                    record.put(column, value(column, row));
                }
                writer.append(record);
            }
        }
    }

    private Path table(Path file, DataField... fields) throws Exception {
        return ForeignParquet.table(directory.resolve("w/db.db/t"), file, 2, List.of(fields));
    }

    private static DataField nullable(int id, String name) {
        return new DataField(id, name, INT);
    }

    private List<String> paimon() throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory.resolve("w"))) {
            return PaimonRows.read(paimon.table(Identifier.create("db", "t")), null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aColumnThatCameLaterIsNull(String format) throws Exception {
        Path table = table(file(format, columns("b", "dropped")), nullable(0, "a"), nullable(1, "b"));
        List<String> rows = CommandLines.scan(table);
        assertThat(rows).containsExactly("{\"a\":null,\"b\":1}", "{\"a\":null,\"b\":2}");
        assertThat(rows).isEqualTo(paimon());
        assertThat(CommandLines.scan(table, "--where", "a is null")).hasSize(2);
        assertThat(CommandLines.scan(table, "--where", "a >= 0")).isEmpty();
    }

    static List<Arguments> otherNames() {
        List<Arguments> cases = new ArrayList<>();
        for (String format : List.of("parquet", "orc", "avro")) {
            cases.add(Arguments.of(format, columns("B", "x"), "column 'b' under the name 'B'"));
            cases.add(Arguments.of(
                    format, List.of(new Column("old", 0), new Column("x", 1)), "column 'b' under the name 'old'"));
        }
        cases.add(Arguments.of("orc", columns("_col0", "_col1"), "a file without the names of its columns"));
        return cases;
    }

    @ParameterizedTest(name = "{0} with {1}")
    @MethodSource("otherNames")
    void aColumnUnderAnotherNameIsRefusedAndTheOthersAreRead(String format, List<Column> stored, String refusal)
            throws Exception {
        Path table = table(file(format, stored), nullable(0, "b"), nullable(1, "x"));
        assertThat(CommandLines.failure("scan", table.toString(), "--columns", "b"))
                .contains("bucket-0/data-foreign-0." + format, refusal, "not supported")
                .doesNotContain("damaged");
        if (stored.get(1).name().equals("x")) {
            assertThat(CommandLines.scan(table, "--columns", "x")).containsExactly("{\"x\":11}", "{\"x\":12}");
        }
    }

    /** The ids of another catalog say nothing about columns that are there by their names. */
    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void idsOfOtherColumnsDoNotMatter(String format) throws Exception {
        Path table = table(file(format, List.of(new Column("a", 1))), nullable(0, "a"), nullable(1, "b"));
        assertThat(CommandLines.scan(table)).containsExactly("{\"a\":1,\"b\":null}", "{\"a\":2,\"b\":null}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aColumnThatHasToBeThereIsRefused(String format) throws Exception {
        DataField required = new DataField(1, "b", INT.asNotNull());
        Path table = table(file(format, columns("a")), nullable(0, "a"), required);
        assertThat(CommandLines.failure("scan", table.toString()))
                .contains("column 'b', NOT NULL in schema 0 and not in the file", "not supported")
                .doesNotContain("damaged");
        assertThat(CommandLines.scan(table, "--columns", "a")).hasSize(2);
    }
}
