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
import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.testing.PaimonWarehouse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each merge engine is documented to make of a stream of changes, computed row by row in memory from the changes
 * alone: no library of the format takes part in what is expected. Whoever wrote the table, Paimon's reader and ours agree
 * with it.
 */
class MergeModelTest {

    private static final int SEEDS = Integer.getInteger("seeds.model", 25);

    /** A change of a key: four columns, of which {@code g} orders the group of {@code a} and {@code b}. */
    private record Change(int key, boolean delete, Integer g, Integer a, String b, Integer c) {

        Map<String, Object> columns() {
            Map<String, Object> columns = new LinkedHashMap<>();
            columns.put("g", g);
            columns.put("a", a);
            columns.put("b", b);
            columns.put("c", c);
            return columns;
        }
    }

    /** An engine with its options, and what it does to a row with the next change. */
    private enum Engine {
        DEDUPLICATE(Map.of(), true) {
            @Override
            Map<String, Object> apply(Map<String, Object> row, Change change) {
                return change.delete ? null : change.columns();
            }
        },
        DEDUPLICATE_BY_SEQUENCE(Map.of("sequence.field", "g"), false) {
            @Override
            Map<String, Object> apply(Map<String, Object> row, Change change) {
                return row == null || !isOlder(change.g, row) ? change.columns() : row;
            }
        },
        FIRST_ROW(Map.of("merge-engine", "first-row"), false) {
            @Override
            Map<String, Object> apply(Map<String, Object> row, Change change) {
                return row == null ? change.columns() : row;
            }
        },
        PARTIAL_UPDATE(Map.of("merge-engine", "partial-update"), false) {
            @Override
            Map<String, Object> apply(Map<String, Object> row, Change change) {
                return filled(row, change.columns());
            }
        },
        SEQUENCE_GROUP(Map.of("merge-engine", "partial-update", "fields.g.sequence-group", "a,b"), false) {
            @Override
            Map<String, Object> apply(Map<String, Object> row, Change change) {
                Map<String, Object> columns = change.columns();
                if (row == null) {
                    return columns;
                }
                Map<String, Object> merged = new LinkedHashMap<>(row);
                if (change.c != null) {
                    merged.put("c", change.c);
                }
                if (change.g != null && !isOlder(change.g, row)) {
                    merged.put("g", change.g);
                    merged.put("a", change.a);
                    merged.put("b", change.b);
                }
                return merged;
            }
        },
        AGGREGATION(
                Map.of(
                        "merge-engine", "aggregation",
                        "fields.g.aggregate-function", "max",
                        "fields.a.aggregate-function", "sum",
                        "fields.b.aggregate-function", "listagg",
                        "fields.c.aggregate-function", "first_non_null_value"),
                false) {
            @Override
            Map<String, Object> apply(Map<String, Object> row, Change change) {
                if (row == null) {
                    return change.columns();
                }
                Map<String, Object> merged = new LinkedHashMap<>(row);
                if (change.g != null) {
                    merged.merge("g", change.g, (x, y) -> Math.max((Integer) x, (Integer) y));
                }
                if (change.a != null) {
                    merged.merge("a", change.a, (x, y) -> (Integer) x + (Integer) y);
                }
                if (change.b != null) {
                    merged.merge("b", change.b, (x, y) -> x + "," + y);
                }
                merged.putIfAbsent("c", change.c);
                return merged;
            }
        };

        @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
        final Map<String, String> options;

        final boolean deletes;

        Engine(Map<String, String> options, boolean deletes) {
            this.options = options;
            this.deletes = deletes;
        }

        /**
         * A group without a sequence is passed over by a merge but kept by a record that stands alone, so that the row
         * depends on when the writer flushed; such changes are left out.
         */
        Integer sequence(Random random) {
            return this == SEQUENCE_GROUP ? (Integer) random.nextInt(8) : maybe(random, random.nextInt(8));
        }

        /** @param row null if the key has none */
        abstract Map<String, Object> apply(Map<String, Object> row, Change change);

        /** A null loses against everything but a null. */
        private static boolean isOlder(Integer sequence, Map<String, Object> row) {
            Integer held = (Integer) row.get("g");
            return held != null && (sequence == null || sequence < held);
        }

        private static Map<String, Object> filled(Map<String, Object> row, Map<String, Object> columns) {
            if (row == null) {
                return columns;
            }
            Map<String, Object> merged = new LinkedHashMap<>(row);
            columns.forEach((name, value) -> {
                if (value != null) {
                    merged.put(name, value);
                }
            });
            return merged;
        }
    }

    @TempDir
    Path directory;

    /** Who writes a history. */
    private enum Writer {
        PAIMON {
            @Override
            HistoryWriter writer(long seed) {
                return new PaimonHistoryWriter();
            }
        },
        OURS {
            @Override
            HistoryWriter writer(long seed) {
                return new OurHistoryWriter();
            }
        },
        IN_TURN {
            @Override
            HistoryWriter writer(long seed) {
                return new MixedHistoryWriter(seed);
            }
        };

        abstract HistoryWriter writer(long seed);
    }

    private static Stream<Arguments> enginesAndWriters() {
        return Arrays.stream(Engine.values())
                .flatMap(engine -> Arrays.stream(Writer.values()).map(writer -> Arguments.of(engine, writer)));
    }

    @ParameterizedTest
    @MethodSource("enginesAndWriters")
    void rowsAreThoseOfTheModel(Engine engine, Writer writer) throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Path warehouse = Files.createDirectories(directory.resolve(engine + "-" + seed));
            Map<Integer, Map<String, Object>> model = new TreeMap<>();
            FileStoreTable table = history(engine, writer.writer(seed), new Random(seed), warehouse, model);
            List<String> expected = new ArrayList<>();
            model.forEach((key, row) -> expected.add(line(key, row)));
            expected.sort(null);
            Path root = warehouse.resolve("db.db/t");
            String replay = "engine " + engine + ", seed " + seed;
            assertThat(OursReadsPaimonTest.scan(root, null, warehouse))
                    .as("our reader, %s", replay)
                    .isEqualTo(expected);
            List<String> theirs = PaimonRows.read(table, null);
            theirs.sort(null);
            assertThat(theirs).as("Paimon's reader, %s", replay).isEqualTo(expected);
            TableInvariants.check(TableStore.openTable(new LocalFileSystem(), TablePath.of(root.toString())));
            OursReadsPaimonTest.delete(warehouse);
        }
    }

    private static String line(int key, Map<String, Object> row) {
        StringBuilder line = new StringBuilder("{\"k\":" + key);
        row.forEach((name, value) -> line.append(",\"")
                .append(name)
                .append("\":")
                .append(value instanceof String text ? '"' + text + '"' : String.valueOf(value)));
        return line.append('}').toString();
    }

    private static FileStoreTable history(
            Engine engine, HistoryWriter writer, Random random, Path warehouse, Map<Integer, Map<String, Object>> model)
            throws Exception {
        Identifier name = Identifier.create("db", "t");
        try (PaimonWarehouse paimon = new PaimonWarehouse(warehouse)) {
            Schema.Builder schema = Schema.newBuilder()
                    .column("k", DataTypes.INT().notNull())
                    .column("g", DataTypes.INT())
                    .column("a", DataTypes.INT())
                    .column("b", DataTypes.STRING())
                    .column("c", DataTypes.INT())
                    .primaryKey("k")
                    .option("bucket", "1")
                    .option("file.format", new String[] {"parquet", "orc", "avro"}[random.nextInt(3)])
                    .option("num-sorted-run.compaction-trigger", Integer.toString(2 + random.nextInt(4)))
                    .option(
                            "write-only",
                            engine == Engine.FIRST_ROW ? "false" : Boolean.toString(random.nextBoolean()));
            engine.options.forEach(schema::option);
            FileStoreTable table = paimon.create(name, schema.build());
            Path scratch = Files.createDirectories(warehouse.resolve("io"));
            for (int commit = 1 + random.nextInt(6); commit > 0; commit--) {
                writer.write(table, changes(engine, random, model), scratch);
                if (random.nextInt(3) == 0) {
                    writer.compact(table, List.of(new HistoryWriter.Bucket(BinaryRow.EMPTY_ROW, 0, true)), scratch);
                }
            }
            return table;
        }
    }

    /** The changes of one commit, which the model takes as well. */
    private static List<HistoryWriter.Row> changes(
            Engine engine, Random random, Map<Integer, Map<String, Object>> model) {
        List<HistoryWriter.Row> rows = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            Change change = new Change(
                    random.nextInt(20),
                    engine.deletes && random.nextInt(4) == 0,
                    engine.sequence(random),
                    maybe(random, random.nextInt(100)),
                    maybe(random, "b" + random.nextInt(10)),
                    maybe(random, random.nextInt(100)));
            GenericRow row = GenericRow.of(change.key, change.g, change.a, BinaryString.fromString(change.b), change.c);
            row.setRowKind(change.delete ? RowKind.DELETE : RowKind.INSERT);
            rows.add(new HistoryWriter.Row(row, -1));
            Map<String, Object> merged = engine.apply(model.get(change.key), change);
            if (merged == null) {
                model.remove(change.key);
            } else {
                model.put(change.key, merged);
            }
        }
        return rows;
    }

    private static <T> T maybe(Random random, T value) {
        return random.nextInt(4) == 0 ? null : value;
    }
}
