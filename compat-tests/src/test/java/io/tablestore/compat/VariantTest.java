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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import io.tablestore.testing.PaimonWarehouse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.data.InternalRow;
import org.apache.paimon.data.variant.GenericVariant;
import org.apache.paimon.reader.RecordReader;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.source.ReadBuilder;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** VARIANT columns, shredded and not: the documents that Paimon reads. */
class VariantTest {

    private static final String SHREDDED = """
            {"type":"ROW","fields":[{"id":0,"name":"v","type":{"type":"ROW","fields":[
              {"id":1,"name":"age","type":"BIGINT"},
              {"id":2,"name":"name","type":"STRING"},
              {"id":3,"name":"score","type":"DOUBLE"},
              {"id":4,"name":"price","type":"DECIMAL(9, 2)"},
              {"id":5,"name":"ok","type":"BOOLEAN"},
              {"id":6,"name":"small","type":"INT"},
              {"id":7,"name":"tags","type":{"type":"ARRAY","element":"STRING"}},
              {"id":8,"name":"inner","type":{"type":"ROW","fields":[{"id":9,"name":"x","type":"BIGINT"}]}}]}}]}""";

    @TempDir
    Path directory;

    @Test
    void shreddedBySchema() throws Exception {
        check("s", "parquet.variant.shreddingSchema", SHREDDED);
    }

    @Test
    void notShredded() throws Exception {
        check("p", "bucket", "-1");
    }

    private void check(String name, String option, String value) throws Exception {
        try (PaimonWarehouse paimon = new PaimonWarehouse(directory)) {
            Identifier identifier = Identifier.create("db", name);
            Schema schema = Schema.newBuilder()
                    .column("k", DataTypes.INT())
                    .column("v", DataTypes.VARIANT())
                    .option("file.format", "parquet")
                    .option(option, value)
                    .build();
            FileStoreTable table = paimon.create(identifier, schema);
            write(table, new Random(7));
            Path path = directory.resolve("db.db").resolve(name);
            assertThat(contains(path, "typed_value")).isEqualTo(!option.equals("bucket"));
            assertThat(ours(path)).isEqualTo(paimon(table)).hasSize(3000);
        }
    }

    private static void write(FileStoreTable table, Random random) throws Exception {
        PaimonWarehouse.write(table, write -> {
            for (int k = 0; k < 3000; k++) {
                String json = random.nextInt(10) == 0 ? scalar(random) : object(random, 0);
                write.write(GenericRow.of(k, random.nextInt(12) == 0 ? null : GenericVariant.fromJson(json)));
            }
        });
    }

    /** Fields that fit what they are shredded into, fields that do not, fields that are not shredded. */
    private static String object(Random random, int depth) {
        StringJoiner fields = new StringJoiner(",", "{", "}");
        for (String field :
                List.of("age", "name", "score", "price", "ok", "small", "tags", "inner", "other", "zz", "a")) {
            if (random.nextInt(3) == 0) {
                continue;
            }
            String value = random.nextInt(8) == 0
                    ? scalar(random)
                    : switch (field) {
                        case "age" -> Long.toString(random.nextLong() >> random.nextInt(64));
                        case "small" -> Integer.toString(random.nextInt() >> random.nextInt(32));
                        case "name" -> "\"" + "n".repeat(random.nextInt(100)) + "\"";
                        case "score" -> Double.toString(random.nextInt(1000) / 8.0) + "e0";
                        case "price" -> random.nextInt(100_000) + "." + (10 + random.nextInt(90));
                        case "ok" -> Boolean.toString(random.nextBoolean());
                        case "tags" -> array(random);
                        default -> depth > 1 ? "null" : object(random, depth + 1);
                    };
            fields.add("\"" + field + "\":" + value);
        }
        return fields.toString();
    }

    private static String array(Random random) {
        StringJoiner elements = new StringJoiner(",", "[", "]");
        for (int i = random.nextInt(random.nextInt(20) == 0 ? 300 : 4); i > 0; i--) {
            elements.add(random.nextInt(6) == 0 ? scalar(random) : "\"t" + random.nextInt(9) + "\"");
        }
        return elements.toString();
    }

    private static String scalar(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "null";
            case 1 -> "true";
            case 2 -> "\"text\"";
            case 3 -> Integer.toString(random.nextInt());
            case 4 -> "12345678901234567890.125";
            default -> "[1,{\"a\":2}]";
        };
    }

    private static List<String> paimon(FileStoreTable table) throws IOException {
        ReadBuilder builder = table.newReadBuilder();
        List<String> rows = new ArrayList<>();
        try (RecordReader<InternalRow> reader =
                builder.newRead().createReader(builder.newScan().plan())) {
            reader.forEachRemaining(row -> rows.add(row.getInt(0) + " "
                    + (row.isNullAt(1) ? null : row.getVariant(1).toJson())));
        }
        rows.sort(null);
        return rows;
    }

    private static List<String> ours(Path path) {
        Table table = TableStore.openTable(new LocalFileSystem(), TablePath.of(path.toString()));
        ScanPlan plan = table.plan(Scan.ALL);
        List<String> rows = new ArrayList<>();
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30)) {
            for (Split split : plan.splits()) {
                try (SplitReader reader = table.open(plan, split, allocator)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        StructVector variants = (StructVector) batch.column(1).vector();
                        for (int row = 0; row < batch.rowCount(); row++) {
                            int key = batch.column(0).vector().getDataBuffer().getInt(4L * row);
                            rows.add(key + " " + json(variants, row));
                        }
                    }
                }
            }
        }
        rows.sort(null);
        return rows;
    }

    private static String json(StructVector variants, int row) {
        if (variants.isNull(row)) {
            return null;
        }
        byte[] value = ((VarBinaryVector) variants.getChild("value")).get(row);
        byte[] metadata = ((VarBinaryVector) variants.getChild("metadata")).get(row);
        return new GenericVariant(value, metadata).toJson();
    }

    private static boolean contains(Path table, String text) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".parquet")).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
