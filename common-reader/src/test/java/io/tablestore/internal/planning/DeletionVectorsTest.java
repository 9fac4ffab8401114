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
package io.tablestore.internal.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.CorruptFileException;
import io.tablestore.internal.format.manifest.DeletionVectorRef;
import io.tablestore.internal.format.manifest.IndexManifestEncoder;
import io.tablestore.internal.metadata.TestFile;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.internal.split.DataSplit;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.predicate.Comparison;
import io.tablestore.predicate.Predicate;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import io.tablestore.types.BinaryRow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The deletion vectors of a snapshot find their files. */
class DeletionVectorsTest {

    private final TestTable table = TestTable.of(
            "p INT, k BIGINT, a INT", "p", "p,k", Map.of("bucket", "2", "deletion-vectors.enabled", "true"));
    private final BinaryRow one = table.partition(1L);
    private final BinaryRow two = table.partition(2L);

    /** An entry of one index file, with a vector of ten bytes for each data file. */
    private static GenericRecord entry(BinaryRow partition, int bucket, String indexFile, String... dataFiles) {
        Schema schema = IndexManifestEncoder.schema();
        Schema range = schema.getField("_DELETIONS_VECTORS_RANGES")
                .schema()
                .getTypes()
                .get(1)
                .getElementType()
                .getTypes()
                .get(1);
        GenericRecord entry = new GenericData.Record(schema);
        entry.put("_VERSION", 1);
        entry.put("_KIND", 0);
        entry.put("_PARTITION", ByteBuffer.wrap(partition.serialize()));
        entry.put("_BUCKET", bucket);
        entry.put("_INDEX_TYPE", "DELETION_VECTORS");
        entry.put("_FILE_NAME", indexFile);
        entry.put("_FILE_SIZE", 100L);
        entry.put("_ROW_COUNT", (long) dataFiles.length);
        List<GenericRecord> ranges = new ArrayList<>();
        for (String dataFile : dataFiles) {
            GenericRecord vector = new GenericData.Record(range);
            vector.put("f0", dataFile + ".parquet");
            vector.put("f1", 1 + 10 * ranges.size());
            vector.put("f2", 10);
            vector.put("_CARDINALITY", (long) ranges.size());
            ranges.add(vector);
        }
        entry.put("_DELETIONS_VECTORS_RANGES", ranges);
        return entry;
    }

    private void index(GenericRecord... entries) {
        Schema schema = IndexManifestEncoder.schema();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.create(schema, content);
            for (GenericRecord entry : entries) {
                writer.append(entry);
            }
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        table.index("index-manifest-0", content.toByteArray());
    }

    private static TestFile file(String name) {
        return TestFile.of(name + ".parquet").keys(1, 9).level(5);
    }

    private static Map<String, @Nullable DeletionVectorRef> vectors(ScanPlan plan) {
        Map<String, @Nullable DeletionVectorRef> vectors = new TreeMap<>();
        for (Split split : plan.splits()) {
            for (SplitFile file : DataSplit.of(split).sections().get(0).files()) {
                vectors.put(
                        split.partition().value(0, io.tablestore.types.DataType.of(io.tablestore.types.TypeRoot.INT))
                                + "/" + DataSplit.of(split).bucket() + "/"
                                + file.file().name(),
                        file.deletions());
            }
        }
        return vectors;
    }

    @Test
    void aVectorGoesToTheFileOfItsNameInItsPartitionAndBucket() {
        index(entry(one, 0, "index-0", "a", "b"), entry(two, 1, "index-1", "a"));
        table.commit(
                table.add(one, 0, file("a")),
                table.add(one, 0, file("b").keys(20, 29)),
                table.add(one, 1, file("a")),
                table.add(two, 1, file("a")));
        Map<String, @Nullable DeletionVectorRef> vectors = vectors(ScanPlanner.plan(table.files(), Scan.ALL));
        assertThat(vectors.get("1/0/a.parquet")).isEqualTo(new DeletionVectorRef("index/index-0", 100, 1, 10, 0));
        assertThat(vectors.get("2/1/a.parquet")).isEqualTo(new DeletionVectorRef("index/index-1", 100, 1, 10, 0));
        assertThat(vectors).containsKey("1/1/a.parquet");
        assertThat(vectors.get("1/1/a.parquet")).isNull();
    }

    @Test
    void aVectorOfAFileThatIsNotThereIsDamage() {
        index(entry(one, 0, "index-0", "gone"));
        table.commit(table.add(one, 0, file("a")));
        assertThatThrownBy(() -> ScanPlanner.plan(table.files(), Scan.ALL))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("index/index-0", "bucket 0", "gone.parquet");
    }

    @Test
    void twoVectorsOfOneFileAreDamage() {
        index(entry(one, 0, "index-0", "a"), entry(one, 0, "index-1", "a"));
        table.commit(table.add(one, 0, file("a")));
        assertThatThrownBy(() -> ScanPlanner.plan(table.files(), Scan.ALL))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("index-manifest-0", "a.parquet", "index/index-0 and index/index-1");
    }

    @Test
    void onlyVectorsOfWantedPartitionsAreLookedAt() {
        index(entry(one, 0, "index-0", "a"), entry(two, 0, "index-1", "gone"));
        table.commit(table.add(one, 0, file("a")), table.add(two, 0, file("b")));
        Predicate first = Predicate.compare("p", Comparison.EQUAL, 1L);
        assertThat(vectors(ScanPlanner.plan(table.files(), Scan.ALL.where(first))))
                .hasSize(1);
    }

    @Test
    void deletedRowsKeepALimitFromEndingThePlan() {
        TestTable append = TestTable.of("p INT, a INT", "p", "", Map.of("deletion-vectors.enabled", "true"));
        append.commitManifests(List.of(
                List.of(append.add(append.partition(1L), 0, TestFile.of("a.parquet"))),
                List.of(append.add(append.partition(2L), 0, TestFile.of("b.parquet")))));
        assertThat(ScanPlanner.plan(append.files(), Scan.ALL.limit(1)).splits()).hasSize(1);
        index(entry(append.partition(1L), 0, "index-0", "a"));
        append.index("index-manifest-0", table.read("manifest/index-manifest-0"));
        append.commitManifests(List.of());
        assertThat(ScanPlanner.plan(append.files(), Scan.ALL.limit(1)).splits()).hasSize(2);
    }
}
