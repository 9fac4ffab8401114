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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.paimon.data.variant.GenericVariant;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file of apache/parquet-testing as a table: read with the values that parquet-java reads, refused as what it is, or
 * called damaged, which only those may be that are. Prints the verdict of each. Runs where PARQUET_TESTING names a directory
 * with those files:
 *
 * <pre>PARQUET_TESTING=/path ./mvnw verify -pl compat-tests -am -Dtest=ParquetTestingFilesTest -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
@EnabledIfEnvironmentVariable(named = "PARQUET_TESTING", matches = ".+")
class ParquetTestingFilesTest {

    /** Files that are damaged, by the repository's own notes. */
    private static final Set<String> DAMAGED = Set.of(
            "ARROW-GH-41317.parquet",
            "ARROW-GH-41321.parquet",
            "ARROW-GH-43605.parquet",
            "ARROW-GH-45185.parquet",
            "ARROW-GH-47662.parquet",
            "ARROW-RS-GH-6229-DICTHEADER.parquet",
            "ARROW-RS-GH-6229-LEVELS.parquet",
            "PARQUET-1481.parquet",
            // By cases.json, a variant whose value and typed_value contradict each other.
            "case-040.parquet",
            "case-042.parquet",
            "case-087.parquet",
            "case-128.parquet",
            // The column chunk ends before its last page does, by the length of the dictionary's header.
            "nation.dict-malformed.parquet",
            "datapage_v1-corrupt-checksum.parquet",
            "rle-dict-uncompressed-corrupt-checksum.parquet");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root = Path.of(System.getenv("PARQUET_TESTING"));

    @TempDir
    Path directory;

    @Test
    void everyFileIsAccountedFor() throws Exception {
        Map<String, List<String>> groups = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(file -> file.toString().matches(".*\\.parquet(\\.encrypted)?"))
                    .sorted()
                    .toList();
        }
        List<String> wrong = new ArrayList<>();
        for (Path file : files) {
            String name = root.relativize(file).toString();
            String verdict = verdict(file);
            String kind = verdict.substring(0, verdict.indexOf(':'));
            groups.computeIfAbsent(kind, k -> new ArrayList<>()).add(name);
            System.err.println(name + " | " + verdict);
            boolean mustBeDamaged = DAMAGED.contains(file.getFileName().toString());
            boolean right = mustBeDamaged ? !kind.equals("wrong") : kind.equals("read") || kind.equals("refused");
            if (!right) {
                wrong.add(name + " | " + verdict);
            }
        }
        groups.forEach((kind, names) -> System.err.println(kind + ": " + names.size()));
        assertThat(files).hasSizeGreaterThan(200);
        assertThat(wrong).isEmpty();
    }

    private String verdict(Path file) throws IOException {
        List<DataField> fields = List.of(new DataField(0, "c", DataType.of(TypeRoot.INT)));
        long rows = 1;
        String footer = "";
        try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
            MessageType schema = reader.getFileMetaData().getSchema();
            fields = FooterSchema.fields(schema);
            rows = reader.getRecordCount();
        } catch (Exception unread) {
            footer = " [parquet-java does not open it]";
        }
        if (file.endsWith("unknown-logical-type.parquet")) {
            fields = List.of(
                    new DataField(0, "column with known type", DataType.string()),
                    new DataField(1, "column with unknown type", DataType.bytes()));
            rows = 3;
        }
        Path table = directory.resolve(file.getFileName().toString().replace('.', '_') + file.hashCode());
        Path copied = directory.resolve(table.getFileName() + ".parquet");
        Files.copy(file, copied);
        ForeignParquet.table(table, copied, rows, fields);
        List<JsonNode> ours = new ArrayList<>();
        Path output = directory.resolve("rows.jsonl");
        Files.deleteIfExists(output);
        String errors =
                CommandLines.errors("scan", table.toString(), "--format", "jsonl", "--output", output.toString());
        if (!errors.isEmpty()) {
            String kind = errors.contains("file is damaged")
                    ? "damaged"
                    : errors.contains("not supported") || errors.contains("does not fit") ? "refused" : "wrong";
            return kind + ": " + errors.strip().replaceFirst("^tablestore: bucket-0/data-foreign-0.parquet: ", "")
                    + footer;
        }
        for (String line : Files.readAllLines(output)) {
            ours.add(JSON.readTree(line));
        }
        boolean variants = fields.stream().anyMatch(field -> field.type().root() == TypeRoot.VARIANT);
        return variants ? comparedVariants(file, ours) : compared(file, ours);
    }

    private static String compared(Path file, List<JsonNode> ours) {
        List<Map<String, Object>> theirs = new ArrayList<>();
        try (ParquetReader<Group> reader =
                new ParquetReader.Builder<Group>(new LocalInputFile(file), new PlainParquetConfiguration()) {
                    @Override
                    protected ReadSupport<Group> getReadSupport() {
                        return new GroupReadSupport();
                    }
                }.build()) {
            for (Group group = reader.read(); group != null; group = reader.read()) {
                theirs.add(GroupValues.row(group));
            }
        } catch (Exception | LinkageError unread) {
            return "read: " + ours.size() + " rows, which parquet-java does not read (" + unread.getMessage()
                    + "), such as " + (ours.isEmpty() ? "none" : cut(ours.get(0).toString()));
        }
        if (theirs.size() != ours.size()) {
            return "wrong: " + ours.size() + " rows of " + theirs.size();
        }
        for (int i = 0; i < ours.size(); i++) {
            if (!same(ours.get(i), theirs.get(i))) {
                return "wrong: row " + i + " is " + cut(ours.get(i).toString()) + ", parquet-java has " + theirs.get(i);
            }
        }
        return "read: " + ours.size() + " rows as parquet-java";
    }

    private static String cut(String text) {
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    private static boolean same(JsonNode ours, Object theirs) {
        if (theirs == null || ours == null || ours.isNull()) {
            return theirs == null && ours != null && ours.isNull();
        }
        if (theirs instanceof Map<?, ?> map) {
            return sameEntries(ours, map);
        }
        if (theirs instanceof List<?> list) {
            boolean same = ours.isArray() && ours.size() == list.size();
            for (int i = 0; same && i < list.size(); i++) {
                same = same(ours.get(i), list.get(i));
            }
            return same;
        }
        if (theirs instanceof Double number) {
            return Double.compare(Double.parseDouble(ours.asText()), number) == 0;
        }
        return theirs instanceof BigDecimal number
                ? ours.isNumber() && ours.decimalValue().compareTo(number) == 0
                : ours.asText().equals(theirs.toString());
    }

    /** Maps whose keys are no text are printed as lists of keys and values. */
    private static boolean sameEntries(JsonNode ours, Map<?, ?> theirs) {
        if (ours.isArray()) {
            boolean same = ours.size() == theirs.size();
            Iterator<? extends Map.Entry<?, ?>> entries = theirs.entrySet().iterator();
            for (int i = 0; same && i < ours.size(); i++) {
                Map.Entry<?, ?> entry = entries.next();
                JsonNode pair = ours.get(i);
                JsonNode key = pair.isArray() ? pair.get(0) : pair.get("key");
                JsonNode value = pair.isArray() ? pair.get(1) : pair.get("value");
                same = key.asText().equals(entry.getKey()) && same(value, entry.getValue());
            }
            return same;
        }
        boolean same = ours.isObject() && ours.size() == theirs.size();
        for (Map.Entry<?, ?> entry : theirs.entrySet()) {
            same = same && same(ours.get(String.valueOf(entry.getKey())), entry.getValue());
        }
        return same;
    }

    /** Each row's variant lies beside the file: the metadata, then the value. */
    private static String comparedVariants(Path file, List<JsonNode> ours) throws IOException {
        String stem = file.toString().replaceFirst("\\.parquet$", "");
        for (int i = 0; i < ours.size(); i++) {
            Path expected = Path.of(stem + "_row-" + i + ".variant.bin");
            JsonNode variant = ours.get(i).get("var");
            if (!Files.exists(expected)) {
                if (!variant.isNull()) {
                    return "wrong: row " + i + " has a variant, the repository has none";
                }
                continue;
            }
            byte[] bytes = Files.readAllBytes(expected);
            if (variant.isNull()) {
                return "wrong: row " + i + " is null";
            }
            byte[] metadata = Base64.getDecoder().decode(variant.get("metadata").asText());
            byte[] value = Base64.getDecoder().decode(variant.get("value").asText());
            int names = metadataBytes(bytes);
            String wanted = shown(Arrays.copyOfRange(bytes, names, bytes.length), Arrays.copyOf(bytes, names));
            String found = shown(value, metadata);
            if (!wanted.equals(found)) {
                return "wrong: row " + i + " is " + found + " instead of " + wanted;
            }
        }
        return "read: " + ours.size() + " rows as the repository's variants";
    }

    /** As JSON; in hexadecimal digits where Paimon knows no JSON of the type. */
    private static String shown(byte[] value, byte[] metadata) {
        try {
            return new GenericVariant(value, metadata).toJson();
        } catch (RuntimeException notShown) {
            return HexFormat.of().formatHex(value);
        }
    }

    /** A header whose top two bits are the size of offsets less one, the number of names, their offsets, the names. */
    private static int metadataBytes(byte[] bytes) {
        int width = (bytes[0] >> 6 & 3) + 1;
        int names = little(bytes, 1, width);
        int offsets = 1 + width;
        return offsets + (names + 1) * width + little(bytes, offsets + names * width, width);
    }

    private static int little(byte[] bytes, int at, int width) {
        int value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }
}
