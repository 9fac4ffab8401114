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

import io.tablestore.TableStore;
import io.tablestore.arrow.ArrowMemory;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import io.tablestore.read.ArrowBatch;
import io.tablestore.read.SplitReader;
import io.tablestore.scan.Scan;
import io.tablestore.scan.ScanPlan;
import io.tablestore.scan.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;

/** The adapter of Hadoop's file systems, over Hadoop's own file system of local files. */
class HadoopFileSystemTest {

    private static final Path WAREHOUSE = Path.of("..", "golden", "paimon-" + GoldenTables.PAIMON_VERSION)
            .toAbsolutePath()
            .normalize();

    private static long[] read(TableFileSystem fileSystem, TablePath location) {
        Table table = TableStore.openTable(fileSystem, location);
        ScanPlan plan = table.plan(Scan.ALL);
        long[] sum = new long[2];
        try (BufferAllocator allocator = ArrowMemory.newRoot(1L << 30)) {
            for (Split split : plan.splits()) {
                try (SplitReader reader = table.open(plan, split, allocator)) {
                    for (ArrowBatch batch = reader.next(); batch != null; batch = reader.next()) {
                        for (int i = 0; i < batch.fields().size(); i++) {
                            batch.column(i);
                        }
                        BigIntVector ids = (BigIntVector) batch.column(0).vector();
                        for (int i = 0; i < batch.selection().count(); i++) {
                            sum[0]++;
                            sum[1] += ids.get(batch.selection().row(i));
                        }
                    }
                }
            }
        }
        return sum;
    }

    @Test
    void readsTheSameRowsAsTheLocalFileSystem() {
        String orders = WAREHOUSE + "/shop.db/orders";
        long[] expected = read(new LocalFileSystem(), TablePath.of(orders));
        assertThat(read(new HadoopTableFileSystem(Map.of()), new TablePath("file:" + orders)))
                .isEqualTo(expected);
        assertThat(expected[0]).isPositive();
    }

    @Test
    void listsAWarehouse() {
        TableFileSystem hadoop = new HadoopTableFileSystem(Map.of());
        Catalog catalog = TableStore.openCatalog(hadoop, new TablePath("file:" + WAREHOUSE));
        assertThat(catalog.databases()).containsExactly("g", "shop");
        assertThat(catalog.tables("shop")).containsExactly("events", "orders");
        assertThatThrownBy(() -> catalog.tables("nope")).hasMessageContaining("There is no database nope");
    }

    @Test
    void anUnknownSchemeIsAnErrorThatNamesTheLocation() {
        TablePath location = TablePath.of("nosuchfs://host/table");
        TableFileSystem fileSystem = FileSystems.forLocation(location, Map.of());
        assertThatThrownBy(() -> TableStore.openTable(fileSystem, location).plan(Scan.ALL))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("nosuchfs");
    }

    private static void assertExplained(String location, Map<String, String> settings, String text) {
        TableFileSystem files = new HadoopTableFileSystem(settings);
        TablePath path = new TablePath(location);
        assertThatThrownBy(() -> files.list(path))
                .isInstanceOf(IOException.class)
                .hasMessage(text);
        assertThatThrownBy(() -> files.create(path, new byte[0])).hasMessage(text);
    }

    /** The class of a file system that is configured, but not on the class path. */
    @Test
    void missingJarsOfS3AreNamed() {
        String absent = "org.apache.hadoop.fs.s3a.AbsentFileSystem";
        String needs = " needs hadoop-aws and the AWS SDK on the class path (for the command line: HADOOP_CLASSPATH),"
                + " or write the location as s3://, which needs no Hadoop";
        assertExplained("s3a://bucket/t", Map.of("fs.s3a.impl", absent), "s3a://bucket/t" + needs);
        assertExplained("s3n://bucket/t", Map.of(), "s3n://bucket/t" + needs);
        assertExplained("s3://bucket/t", Map.of("fs.s3.impl", WithoutSdk.class.getName()), "s3://bucket/t" + needs);
    }

    @Test
    void theMissingFileSystemOfAnotherSchemeIsNamed() {
        assertExplained(
                "nosuchfs://host/t",
                Map.of(),
                "nosuchfs://host/t needs the Hadoop file system of the scheme 'nosuchfs' on the class path (for the command"
                        + " line: HADOOP_CLASSPATH)");
    }

    /** As if hadoop-aws were there without the SDK. */
    public static final class WithoutSdk extends RawLocalFileSystem {
        public WithoutSdk() {
            throw new NoClassDefFoundError("software/amazon/awssdk/core/exception/SdkException");
        }
    }
}
