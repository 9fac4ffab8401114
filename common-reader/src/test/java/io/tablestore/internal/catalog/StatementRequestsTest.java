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
package io.tablestore.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.TableStore;
import io.tablestore.catalog.Catalog;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.CountedStore;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.format.SchemaFile;
import io.tablestore.internal.metadata.TestFile;
import io.tablestore.internal.metadata.TestTable;
import io.tablestore.scan.ColumnOrder;
import io.tablestore.scan.Scan;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.SchemaChange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A statement resolves its snapshot once, and asks an object store once for each file of the metadata. */
class StatementRequestsTest {

    private static final List<SchemaChange> CHANGES =
            List.of(new SchemaChange.SetOption("snapshot.num-retained.min", "5"));

    private final TestTable table = TestTable.of("p INT, a INT", "p", "", Map.of("bucket", "-1"));
    private final CountedStore store = new CountedStore(table.fileSystem);

    @BeforeEach
    void commit() {
        for (long p = 0; p < 3; p++) {
            table.commit(table.add(table.partition(p), 0, TestFile.of("f" + p + ".parquet")));
        }
    }

    private Table opened() {
        return TableStore.openTable(store, TestTable.ROOT, TableStore.newCaches(1 << 20, 0));
    }

    /** The newest snapshot and schema by a listing and a read each, two lists, three manifests. */
    @Test
    void eachFileIsReadOnceHoweverOftenTheStatementNeedsIt() {
        Table opened = opened();
        SnapshotRef.Pinned pinned = opened.pin(SnapshotRef.LATEST);
        Scan scan = Scan.ALL.at(pinned);
        opened.schema(pinned.schemaId());
        opened.summarize(scan);
        opened.first(scan, new ColumnOrder("a", false, true), 1);
        assertThat(opened.plan(scan).splits()).hasSize(3);
        assertThat(store.requests()).isEqualTo("{GET=7, LIST=2}");
    }

    @Test
    void anotherProcessReadsNeitherSchemaNorSnapshotAgain() {
        Table opened = opened();
        Scan scan = Scan.ALL.at(opened.pin(SnapshotRef.LATEST));
        byte[] metadata = opened.metadata();
        store.requests();
        Table elsewhere = opened().withMetadata(metadata);
        assertThat(elsewhere.plan(scan).splits()).hasSize(3);
        assertThat(store.requests()).as("two lists, three manifests").isEqualTo("{GET=5}");
    }

    @Test
    void metadataOfAnotherVersionIsRefused() {
        assertThatThrownBy(() -> opened().withMetadata(new byte[] {9}))
                .isInstanceOf(TableStoreException.class)
                .hasMessage("The metadata of a statement is damaged or of another version: version 9. Use the same"
                        + " version of the connector in all processes.");
        byte[] metadata = opened().metadata();
        assertThatThrownBy(() -> opened().withMetadata(Arrays.copyOf(metadata, metadata.length - 1)))
                .isInstanceOf(TableStoreException.class);
    }

    @Test
    void aStatementSeesItsSnapshotAfterThatHasExpired() {
        Table opened = opened();
        SnapshotRef.Pinned pinned = opened.pin(SnapshotRef.LATEST);
        table.delete("snapshot/snapshot-3");
        assertThat(opened.plan(Scan.ALL.at(pinned)).splits()).hasSize(3);
        assertThat(opened.pin(SnapshotRef.LATEST).snapshotId()).isEqualTo(2);
    }

    @Test
    void aTableOfACatalogIsFoundWithOneListing() {
        TablePath warehouse = new TablePath("/warehouse");
        TablePath location = new TablePath("/warehouse/db.db/t");
        table.fileSystem.overwrite(location.child("schema").child("schema-0"), SchemaFile.write(table.schema()));
        Catalog catalog = TableStore.openCatalog(store, warehouse);
        Table found = catalog.findTable("db", "t").orElseThrow();
        assertThat(found.pin(SnapshotRef.LATEST).snapshotId()).isZero();
        assertThat(store.requests()).as("no snapshot").isEqualTo("{GET=1, LIST=2}");
        TableStore.openTable(table.fileSystem, location).alter(CHANGES);
        assertThat(found.schema().id()).as("asked for again").isEqualTo(1);
        assertThat(catalog.findTable("db", "none")).isEmpty();
    }

    @Test
    void alteringATableReadsItsSchemaOnce() {
        opened().alter(CHANGES);
        assertThat(store.requests()).isEqualTo("{GET=1, LIST=1, PUT=1}");
    }
}
