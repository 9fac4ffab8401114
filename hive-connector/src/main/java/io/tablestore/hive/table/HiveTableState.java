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
package io.tablestore.hive.table;

import io.tablestore.TableStore;
import io.tablestore.catalog.SystemTableName;
import io.tablestore.catalog.Table;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import io.tablestore.scan.SnapshotRef;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.hive_metastoreConstants;
import org.apache.hadoop.hive.ql.session.SessionStateUtil;

/**
 * A table, branch, tag or system table in the state that a query reads, resolved when the query first named it. The
 * properties of a job carry it from the server to the tasks.
 *
 * @param home location in the metastore, which Hive uses to match splits
 * @param location of the table's files
 * @param branch empty for the table itself
 * @param systemTable name of the system table, or empty
 * @param snapshot the snapshot to read, and the schema that Hive uses
 * @param metadata what {@link Table#metadata} returned when that was resolved, in Base64
 */
public record HiveTableState(
        String home, String location, String branch, String systemTable, SnapshotRef.Pinned snapshot, String metadata) {

    /**
     * Table property for the suffix of the table's name in a query: {@code snapshots}, {@code tag_x} or {@code
     * branch_x}.
     */
    public static final String REF = "tablestore.ref";

    /** Table property in which Apache Paimon keeps a location that it hides from the metastore. */
    public static final String HIDDEN_LOCATION = "paimon_location";

    private static final String SCAN = "tablestore.scan";
    private static final String TAG = "tag_";
    private static final String BRANCH = "branch_";
    private static final String SEPARATOR = "\n";

    /**
     * The table of a query's properties, in the state that was resolved when the query first named it.
     *
     * @param conf of the session or the job
     * @param properties of a table descriptor, including what {@link #addTo} added if it was called
     */
    public static HiveTableState of(Configuration conf, Properties properties) {
        String known = properties.getProperty(SCAN);
        if (known != null) {
            return parse(known);
        }
        String home = properties.getProperty(hive_metastoreConstants.META_TABLE_LOCATION);
        if (home == null || home.isEmpty()) {
            throw new TableStoreException(
                    "Table " + properties.getProperty(hive_metastoreConstants.META_TABLE_NAME)
                            + " has no location. Hive reads tables that Flink, Spark or Trino created: CREATE EXTERNAL TABLE ..."
                            + " LOCATION '/path/of/the/table'. Hive creates no tables itself, for example with CREATE TABLE ... AS SELECT.");
        }
        String location = properties.getProperty(HIDDEN_LOCATION, home);
        return of(conf, home, location, properties.getProperty(REF, ""));
    }

    /** The table of a metastore entry. */
    public static HiveTableState of(Configuration conf, org.apache.hadoop.hive.metastore.api.Table entry) {
        Map<String, String> parameters = entry.getParameters() == null ? Map.of() : entry.getParameters();
        String home = entry.getSd().getLocation();
        return of(conf, home, parameters.getOrDefault(HIDDEN_LOCATION, home), parameters.getOrDefault(REF, ""));
    }

    /** @param ref suffix of the table's name, or empty */
    private static HiveTableState of(Configuration conf, String home, String location, String ref) {
        String key = String.join(SEPARATOR, "tablestore", home, location, ref);
        Object known = SessionStateUtil.getResource(conf, key).orElse(null);
        if (known instanceof HiveTableState table) {
            return table;
        }
        HiveTableState resolved = resolve(conf, home, location, ref);
        SessionStateUtil.addResource(conf, key, resolved);
        return resolved;
    }

    private static HiveTableState resolve(Configuration conf, String home, String location, String ref) {
        Table table = open(conf, location, "");
        if (ref.startsWith(TAG)) {
            String tag = spelled(ref.substring(TAG.length()), table.tagNames());
            return state(home, location, "", "", table, new SnapshotRef.Tag(tag));
        }
        if (ref.startsWith(BRANCH)) {
            String branch = spelled(ref.substring(BRANCH.length()), table.branchNames());
            return state(home, location, branch, "", table.branch(branch), SnapshotRef.LATEST);
        }
        String system = ref.isEmpty() ? "" : SystemTableName.parse(ref).tableName();
        return state(home, location, "", system, table, SnapshotRef.LATEST);
    }

    /** @param read the table, or the branch */
    private static HiveTableState state(
            String home, String location, String branch, String systemTable, Table read, SnapshotRef ref) {
        SnapshotRef.Pinned pinned = read.pin(ref);
        return new HiveTableState(home, location, branch, systemTable, pinned, metadata(read));
    }

    private static String metadata(Table read) {
        return Base64.getEncoder().encodeToString(read.metadata());
    }

    /** The name in its original spelling, since Hive passes it in lower case. */
    private static String spelled(String name, Collection<String> names) {
        return names.contains(name)
                ? name
                : names.stream().filter(name::equalsIgnoreCase).findFirst().orElse(name);
    }

    /** Whether a suffix of a table's name can refer to a tag, a branch or a system table. */
    public static boolean isRef(String ref) {
        return ref.startsWith(TAG) || ref.startsWith(BRANCH) || isSystemTable(ref);
    }

    public static boolean isSystemTable(String name) {
        return Arrays.stream(SystemTableName.values())
                .anyMatch(table -> table.tableName().equals(name));
    }

    /** The table of a job, in the state that was resolved when the query first named it. */
    public static HiveTableState ofJob(Configuration job) {
        String text = job.get(SCAN);
        if (text == null) {
            throw new IllegalStateException("the job has no " + SCAN);
        }
        return parse(text);
    }

    /** Whether a job setting is one that this connector adds itself. */
    static boolean isOfJob(String key) {
        return key.equals(SCAN) || key.equals(REF);
    }

    /**
     * The table in another state, with the columns of this one.
     *
     * @throws TableStoreException for a tag, which is already a state, and for a system table
     */
    public HiveTableState at(Configuration conf, SnapshotRef ref) {
        if (!systemTable.isEmpty()) {
            throw new TableStoreException(
                    "System table " + systemTable + " of " + location
                            + " has no versions: it shows all versions of the table. Leave FOR SYSTEM_VERSION or SYSTEM_TIME AS OF out.");
        }
        if (!snapshot.tag().isEmpty()) {
            throw new TableStoreException("Two states of the table at " + location + " are asked for: the tag "
                    + snapshot.tag() + ", and one by FOR SYSTEM_VERSION or SYSTEM_TIME AS OF. Leave one out.");
        }
        Table read = open(conf);
        SnapshotRef.Pinned pinned = read.pin(ref, snapshot.schemaId());
        return new HiveTableState(home, location, branch, systemTable, pinned, metadata(read));
    }

    /** Adds this state to properties that tasks receive. */
    public void addTo(Map<? super String, ? super String> properties) {
        properties.put(
                SCAN,
                String.join(
                        SEPARATOR,
                        home,
                        location,
                        branch,
                        systemTable,
                        Long.toString(snapshot.snapshotId()),
                        Long.toString(snapshot.schemaId()),
                        snapshot.tag(),
                        Long.toString(snapshot.fallbackSnapshotId()),
                        metadata));
    }

    private static HiveTableState parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        return new HiveTableState(
                parts[0],
                parts[1],
                parts[2],
                parts[3],
                new SnapshotRef.Pinned(
                        Long.parseLong(parts[4]), Long.parseLong(parts[5]), parts[6], Long.parseLong(parts[7])),
                parts[8]);
    }

    /** Opens the table or branch: with the caller's permissions, unless it is in S3 and Hadoop does not serve it. */
    public Table open(Configuration conf) {
        return open(conf, location, branch).withMetadata(Base64.getDecoder().decode(metadata));
    }

    private static Table open(Configuration conf, String location, String branch) {
        TablePath path = TablePath.of(location);
        Table table = TableStore.openTable(fileSystem(conf, path), path);
        return branch.isEmpty() ? table : table.branch(branch);
    }

    /** S3 without Hadoop reads the settings {@code s3.*} of the session or the job. */
    private static TableFileSystem fileSystem(Configuration conf, TablePath path) {
        if (FileSystems.isS3WithoutHadoop(path, conf::get)) {
            Map<String, String> settings = new HashMap<>();
            conf.getPropsWithPrefix("s3.").forEach((key, value) -> settings.put("s3." + key, value));
            return FileSystems.forLocation(path, settings);
        }
        return new HadoopTableFileSystem(conf);
    }

    /** The schema that Hive uses for the table. */
    public TableSchema schema(Table table) {
        return table.schema(snapshot.schemaId());
    }

    public TableSchema schema(Configuration conf) {
        return schema(open(conf));
    }

    /** The columns that Hive sees. */
    public List<DataField> columns(Configuration conf) {
        return systemTable.isEmpty()
                ? schema(conf).fields()
                : open(conf).systemTable(SystemTableName.parse(systemTable)).columns();
    }
}
