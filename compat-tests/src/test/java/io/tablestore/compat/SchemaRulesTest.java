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

import io.tablestore.error.InvalidTableException;
import io.tablestore.internal.schema.FirstSchema;
import io.tablestore.internal.schema.SchemaEvolution;
import io.tablestore.schema.SchemaChange;
import io.tablestore.schema.TableDefinition;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.paimon.fs.local.LocalFileIO;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.schema.SchemaManager;
import org.apache.paimon.schema.TableSchema;
import org.apache.paimon.types.DataTypes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Definitions of tables, given to Paimon and to us. A definition is written as {@code pk: columns; partition: columns;
 * column: name; option = value; ...}, with the parts that it needs. All have the columns k, p, v, n, t and m.
 */
class SchemaRulesTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk: k; bucket = 1",
                "pk: k; bucket = -2",
                "bucket = 2; bucket-key = k",
                "pk: k; partition: p; bucket = -1",
                "primary-key = k; bucket = 1",
                "partition = p",
                "primary-key = p, k; partition = p; bucket = 1",
                "pk: k; merge-engine = partial-update; fields.n.sequence-group = v",
                "pk: k; merge-engine = aggregation; fields.n.aggregate-function = sum",
                "pk: k; merge-engine = First-Row",
                "pk: k; merge-engine = partial-update; fields.n.aggregate-function = last_non_null_value",
                "pk: k; merge-engine = partial-update; fields.t.sequence-group = n; fields.n.aggregate-function = sum",
                "pk: k; merge-engine = partial-update; fields.t.sequence-group = v; fields.t.aggregate-function = sum",
                "pk: k; merge-engine = partial-update; partial-update.remove-record-on-sequence-group = n;"
                        + " fields.n.sequence-group = v",
                "pk: k; sequence.field = n; sequence.field.sort-order = descending",
                "pk: k; rowkind.field = v; ignore-delete = true",
                "pk: k; deduplicate.ignore-delete = true",
                "pk: k; snapshot.num-retained.min = 2; snapshot.num-retained.max = 2",
                "pk: k; file.format = ORC",
                "pk: k; lookup.cache-max-memory-size = 1 gb; consumer.mode = at-least-once; scan.parallelism = 4",
                "pk: k; tag.automatic-creation = none; changelog-producer = NONE; scan.mode = default",
                "pk: k; write.compaction-skip = true",
                "column: a.b"
            })
    void bothTake(String definition) throws Exception {
        TableSchema paimon = paimon(definition);
        io.tablestore.schema.TableSchema ours = ours(definition);
        assertThat(ours.primaryKeys()).isEqualTo(paimon.primaryKeys());
        assertThat(ours.partitionKeys()).isEqualTo(paimon.partitionKeys());
        assertThat(ours.options()).isEqualTo(paimon.options());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk: k; bucket = 0",
                "pk: k; bucket = -3",
                "bucket = -2",
                "pk: k; bucket = -1; bucket-key = k",
                "bucket = -1; bucket-key = k",
                "bucket = 2",
                "bucket = 2; bucket-key = nope",
                "pk: k; bucket = 2; bucket-key = v",
                "pk: p, k; partition: p; bucket = 2; bucket-key = p",
                "pk: k; partition: k; bucket = 1",
                "pk: k; primary-key = k",
                "partition: p; partition = p",
                "primary-key = nope",
                "partition = nope",
                "pk: k, k",
                "pk: nope",
                "pk: m",
                "partition: m",
                "partition: p, p",
                "pk: k; bucket = many",
                "pk: k; merge-engine = nonsense",
                "pk: k; merge-engine = aggregation; fields.w.aggregate-function = max",
                "pk: k; merge-engine = aggregation; fields.n.aggregate-function = nope",
                "pk: k; merge-engine = aggregation; fields.default-aggregate-function = nope",
                "pk: k; merge-engine = aggregation; sequence.field = n; fields.n.aggregate-function = sum",
                "pk: k; merge-engine = partial-update; fields.w.sequence-group = v",
                "pk: k; merge-engine = partial-update; fields.n.sequence-group = w",
                "pk: k; merge-engine = partial-update; fields.n.sequence-group = v; fields.t.sequence-group = v",
                "pk: k; merge-engine = partial-update; partial-update.remove-record-on-delete = true;"
                        + " fields.n.sequence-group = v",
                "pk: k; merge-engine = partial-update; partial-update.remove-record-on-delete = true; ignore-delete ="
                        + " true",
                "pk: k; merge-engine = partial-update; partial-update.remove-record-on-sequence-group = v;"
                        + " fields.n.sequence-group = v",
                "pk: k; merge-engine = partial-update; fields.n.aggregate-function = sum",
                "pk: k; merge-engine = partial-update; fields.n.aggregate-function = last_value",
                "pk: k; merge-engine = partial-update; fields.default-aggregate-function = sum",
                "pk: k; merge-engine = partial-update; fields.t.sequence-group = v,v",
                "pk: k; merge-engine = partial-update; partial-update.remove-record-on-sequence-group = n;"
                        + " fields.n.sequence-group = v; ignore-delete = true",
                "pk: k; merge-engine = first-row; sequence.field = n",
                "pk: k; merge-engine = first-row; changelog-producer = input",
                "pk: k; sequence.field = nope",
                "pk: k; sequence.field = n,n",
                "pk: k; rowkind.field = nope",
                "pk: k; record-level.time-field = nope",
                "pk: k; ignore-delete = maybe",
                "pk: k; snapshot.num-retained.min = 0",
                "pk: k; snapshot.num-retained.min = 5; snapshot.num-retained.max = 3",
                "pk: k; snapshot.num-retained.max = 5",
                "pk: k; file.format = nope",
                "pk: k; fields.w.stats-mode = none",
                "pk: k; scan.mode = nope",
                "pk: k; scan.mode = from-snapshot",
                "pk: k; scan.fallback-branch = nope",
                "full-compaction.delta-commits = 3",
                "pk: k; row-tracking.enabled = true",
                "data-evolution.enabled = true",
                "changelog-producer = input",
                "column: _SEQUENCE_NUMBER",
                "column: _KEY_k",
                "column: _ROW_ID",
                "column: rowkind",
                "column: k"
            })
    void bothRefuse(String definition) {
        assertThatThrownBy(() -> paimon(definition)).as("Paimon").isInstanceOf(Exception.class);
        assertThatThrownBy(() -> ours(definition))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageMatching("(?s).*([Oo]ption|[Cc]olumn|key|partition).*");
    }

    /** What Paimon stores without a word, or fails at later. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pk: k; bukcet = 2 -> Unknown option 'bukcet'; did you mean 'bucket'?",
                "pk: k; Bucket = 2 -> Unknown option 'Bucket'; did you mean 'bucket'?",
                "pk: k; fields.n.agregate-function = sum -> did you mean 'fields.n.aggregate-function'?",
                "pk: k; team = sales -> Unknown option 'team'.",
                "primary-key = -> Option 'primary-key' names no column",
                "path = /elsewhere -> Option 'path' = '/elsewhere' is not supported",
                "PATH = /elsewhere -> Option 'path' = '/elsewhere' is not supported",
                "merge-engine = first-row -> are for tables with a primary key",
                "sequence.field = n -> are for tables with a primary key",
                "pk: k; partition: p; bucket = 2 -> lacks columns of the partition",
                "pk: k; snapshot.time-retained = soon -> 'soon', but must be a time such as 1 h or 30 min",
                "pk: k; sequence.field.sort-order = up -> 'up', but must be one of ascending, descending",
                "pk: k; bucket-function.type = nope -> 'nope', but must be one of default, mod, hive",
                "pk: k; write-only = yes -> 'yes', but must be true or false",
                "pk: k; lookup.cache-max-memory-size = nope -> 'nope', but must be a size such as 128 mb",
                "pk: k; consumer.mode = twice -> 'twice', but must be one of exactly-once, at-least-once",
                "pk: k; write-only = true; write.compaction-skip = false -> one option under two names",
                "pk: k; ignore-delete = true; first-row.ignore-delete = false -> one option under two names",
                "pk: k; clustering.columns = nope -> names the column nope, which the table does not have",
                "pk: k; file-index.bloom-filter.columns = v -> 'file-index.bloom-filter.columns' = 'v' is not"
                        + " supported",
                "pk: k; tag.automatic-creation = watermark -> Writers make no tag",
                "pk: k; partition: p; partition.expiration-time = 1 d -> expire no partition",
                "pk: k; full-compaction.delta-commits = 3 -> Compact with a job of your own",
                "pk: k; metadata.iceberg.storage = table-location -> no metadata for other systems",
                "pk: k; deletion-vectors.enabled = true -> Write the table with Apache Paimon.",
                "pk: k; branch = b -> 'branch' = 'b' is not supported",
                "pk: k; scan.snapshot-id = 1 -> say it in the statement",
                "pk: k; incremental-between = 1,2 -> say it in the statement",
                "pk: k; fields.n.aggregate-function = sum -> is for tables of merge engine aggregation or"
                        + " partial-update, and this table has the merge engine deduplicate; leave the option out.",
                "pk: k; merge-engine = first-row; fields.default-aggregate-function = sum -> has the merge engine"
                        + " first-row",
                "pk: k; fields.n.sequence-group = v -> is for tables of merge engine partial-update",
                "pk: k; merge-engine = aggregation; fields.n.sequence-group = v -> has the merge engine aggregation",
                "fields.n.aggregate-function = sum -> has no primary key",
                "pk: k; rowkind.field = n -> 'rowkind.field' names n, which is of type INT",
                "pk: k; type = object-table -> 'type' = 'object-table' is not supported"
            })
    void paimonTakesAndWeRefuse(String line) throws Exception {
        String[] parts = line.split(" -> ", 2);
        paimon(parts[0]);
        assertThatThrownBy(() -> ours(parts[0]))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining(parts[1]);
    }

    @Test
    void keysAreTakenFromOptionsWrittenInAnyCase() {
        io.tablestore.schema.TableSchema schema = ours("PRIMARY-KEY = p , k; Partition = p; bucket = 1");
        assertThat(schema.primaryKeys()).containsExactly("p", "k");
        assertThat(schema.partitionKeys()).containsExactly("p");
        assertThat(schema.options()).isEqualTo(Map.of("bucket", "1"));
        assertThat(schema.fields().get(0).type().nullable()).isFalse();
    }

    /** An option that is taken away under a wrong name would stay without a word. */
    @Test
    void optionsAreTakenAwayByTheirNamesOnly() {
        io.tablestore.schema.TableSchema schema = ours("pk: k; bucket = 2; write-only = true");
        for (String typo : List.of("write-onyl", "Write-Only", "nonsense")) {
            assertThatThrownBy(() -> withoutOption(schema, typo))
                    .isInstanceOf(InvalidTableException.class)
                    .hasMessageContaining("Unknown option '" + typo + "'");
        }
        assertThatThrownBy(() -> withoutOption(schema, "Write-Only"))
                .hasMessageContaining("did you mean 'write-only'?");
        assertThat(withoutOption(schema, "write.compaction-skip").options()).isEqualTo(Map.of("bucket", "2"));
        assertThat(withoutOption(schema, "snapshot.num-retained.max").options()).isEqualTo(schema.options());
    }

    private static io.tablestore.schema.TableSchema withoutOption(io.tablestore.schema.TableSchema schema, String key) {
        return SchemaEvolution.apply(schema, List.of(new SchemaChange.SetOption(key, null)));
    }

    private TableSchema paimon(String definition) throws Exception {
        Definition parsed = Definition.of(definition);
        Schema.Builder schema = Schema.newBuilder()
                .column("k", DataTypes.BIGINT())
                .column("p", DataTypes.STRING())
                .column("v", DataTypes.STRING())
                .column("n", DataTypes.INT())
                .column("t", DataTypes.TIMESTAMP(3))
                .column("m", DataTypes.MAP(DataTypes.STRING(), DataTypes.STRING()));
        parsed.columns().forEach(name -> schema.column(name, DataTypes.INT()));
        schema.primaryKey(parsed.primaryKeys()).partitionKeys(parsed.partitionKeys());
        parsed.options().forEach(schema::option);
        return new SchemaManager(LocalFileIO.create(), new org.apache.paimon.fs.Path(directory.toUri()))
                .createTable(schema.build());
    }

    private static io.tablestore.schema.TableSchema ours(String definition) {
        Definition parsed = Definition.of(definition);
        List<DataField> columns = new ArrayList<>(List.of(
                column("k", DataType.of(TypeRoot.BIGINT)),
                column("p", DataType.string()),
                column("v", DataType.string()),
                column("n", DataType.of(TypeRoot.INT)),
                column("t", DataType.of(TypeRoot.TIMESTAMP, 3)),
                column("m", new DataType.Mapping(DataType.string(), DataType.string(), true))));
        parsed.columns().forEach(name -> columns.add(column(name, DataType.of(TypeRoot.INT))));
        return FirstSchema.of(
                new TableDefinition(columns, parsed.partitionKeys(), parsed.primaryKeys(), parsed.options(), null));
    }

    private static DataField column(String name, DataType type) {
        return new DataField(-1, name, type);
    }

    private record Definition(
            List<String> primaryKeys, List<String> partitionKeys, List<String> columns, Map<String, String> options) {

        static Definition of(String text) {
            Definition parsed =
                    new Definition(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
            for (String part : text.split(";")) {
                int colon = part.indexOf(": ");
                int equals = part.indexOf('=');
                if (equals >= 0 && (colon < 0 || equals < colon)) {
                    parsed.options.put(
                            part.substring(0, equals).strip(),
                            part.substring(equals + 1).strip());
                } else {
                    List<String> names = Arrays.stream(part.substring(colon + 2).split(","))
                            .map(String::strip)
                            .toList();
                    parsed.listOf(part.substring(0, colon).strip()).addAll(names);
                }
            }
            return parsed;
        }

        private List<String> listOf(String what) {
            return switch (what) {
                case "pk" -> primaryKeys;
                case "partition" -> partitionKeys;
                default -> columns;
            };
        }
    }
}
