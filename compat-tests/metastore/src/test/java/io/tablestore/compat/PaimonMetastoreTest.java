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

import io.tablestore.catalog.Table;
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.metastore.MetastoreCatalog;
import io.tablestore.metastore.MetastoreOptions;
import io.tablestore.schema.SchemaChange;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metastore catalog and Apache Paimon's, on one metastore of an older Hive. */
class PaimonMetastoreTest {

    @TempDir
    static Path directory;

    private static MetastoreProcess metastore;
    private MetastoreCatalog ours;
    private Catalog paimon;

    @BeforeAll
    static void start() throws Exception {
        metastore = new MetastoreProcess(directory, Map.of(), List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        if (metastore != null) {
            metastore.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        ours = new MetastoreCatalog(
                MetastoreOptions.of(Map.of("uri", metastore.uri())), location -> new LocalFileSystem());
        Options options = new Options();
        options.set("metastore", "hive");
        options.set("uri", metastore.uri());
        options.set("warehouse", metastore.warehouse().toUri().toString());
        paimon = CatalogFactory.createCatalog(CatalogContext.create(options));
    }

    @AfterEach
    void disconnect() throws Exception {
        paimon.close();
        ours.close();
    }

    private static void write(Table table, long from, long to) throws Exception {
        SmallRows.write(table.location().location(), from, to);
    }

    @Test
    void tablesOfOursOpenInPaimon() throws Exception {
        Table table = ours.createTable("default", "born_here", SmallRows.definition());
        assertThat(ours.tables("default")).contains("born_here");
        assertThat(paimon.listTables("default")).contains("born_here");
        FileStoreTable theirs = (FileStoreTable) paimon.getTable(Identifier.create("default", "born_here"));
        assertThat(theirs.schema().fieldNames()).containsExactly("k", "Word", "at");
        write(table, 0, 10);
        assertThat(PaimonRows.read(theirs, null)).hasSize(10);
    }

    @Test
    void tablesOfPaimonsAreListedAndOpened() throws Exception {
        Identifier name = Identifier.create("default", "born_there");
        paimon.createTable(
                name,
                Schema.newBuilder()
                        .column("k", DataTypes.BIGINT().notNull())
                        .column("Word", DataTypes.STRING())
                        .column("at", DataTypes.TIMESTAMP(6))
                        .primaryKey("k")
                        .option("bucket", "1")
                        .build(),
                false);
        assertThat(ours.tables("default")).contains("born_there");
        Table table = ours.table("default", "born_there");
        write(table, 0, 7);
        assertThat(table.schema().primaryKeys()).containsExactly("k");
        ours.alterTable(
                "default",
                "born_there",
                schema -> List.of(new SchemaChange.Add(
                        List.of(), new DataField(-1, "more", DataType.of(TypeRoot.INT)), SchemaChange.Position.LAST)));
        FileStoreTable theirs = (FileStoreTable) paimon.getTable(name);
        assertThat(theirs.schema().fieldNames()).containsExactly("k", "Word", "at", "more");
        paimon.alterTable(name, List.of(org.apache.paimon.schema.SchemaChange.renameColumn("more", "less")), false);
        assertThat(table.schema().fields()).extracting(DataField::name).contains("less");
        ours.renameTable("default", "born_there", "default", "moved_here");
        assertThat(paimon.listTables("default")).contains("moved_here").doesNotContain("born_there");
        assertThat(PaimonRows.read(paimon.getTable(Identifier.create("default", "moved_here")), null))
                .hasSize(7);
        ours.dropTable("default", "moved_here");
        assertThat(paimon.listTables("default")).doesNotContain("moved_here");
    }
}
