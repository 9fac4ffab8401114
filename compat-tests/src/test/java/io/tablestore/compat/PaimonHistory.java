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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.manifest.BucketEntry;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.SchemaChange;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.types.ArrayType;
import org.apache.paimon.types.DataField;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;
import org.apache.paimon.types.RowType;

/**
 * A random history of a table, written by Apache Paimon's library: schema, options, writes, deletes, compactions and
 * schema changes all follow from one seed.
 */
final class PaimonHistory implements AutoCloseable {

    private static final Identifier NAME = Identifier.create("db", "t");

    /** Stands beside the field ids of a key: its bucket, where no rule gives it. */
    private static final int BUCKET = -1;

    private final HistoryWriter writer;
    private final boolean writable;
    private final Random random;
    private final RandomValues values;
    private final RandomTable shape;
    private final Catalog catalog;
    private final Path warehouse;
    private final Map<String, Integer> features = new TreeMap<>();

    /** Greatest id of a column or field that every data file has. */
    private final int firstHighestId;

    private final Map<Integer, Supplier<Object>> valuesById = new HashMap<>();

    /** Keys written so far, each as values by field id. */
    private final List<Map<Integer, Object>> keyPool = new ArrayList<>();

    private final Map<String, Integer> bucketOfKey = new HashMap<>();

    /**
     * Keys deleted where a delete removes the row. They are not written again: of such a row Paimon brings values back
     * unless it was compacted in between.
     */
    private final Set<String> removedKeys = new HashSet<>();

    PaimonHistory(long seed, Path warehouse) throws Exception {
        this(seed, warehouse, new PaimonHistoryWriter(), false);
    }

    /**
     * @param writer who writes and compacts the table
     * @param writable whether the table has nothing that only Paimon writes
     */
    PaimonHistory(long seed, Path warehouse, HistoryWriter writer, boolean writable) throws Exception {
        this.writer = writer;
        this.writable = writable;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.values = new RandomValues(random);
        this.shape = new RandomTable(random, values, this::met, writable);
        this.warehouse = warehouse;
        Options options = new Options();
        options.set("warehouse", warehouse.toString());
        this.catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
        catalog.createDatabase("db", true);
        catalog.createTable(NAME, shape.schema(), false);
        firstHighestId = table().schema().highestFieldId();
        for (DataField field : table().rowType().getFields()) {
            valuesById.put(field.id(), shape.valuesOf(field.name()));
        }
    }

    Path tablePath() {
        return warehouse.resolve("db.db").resolve("t");
    }

    FileStoreTable table() throws Catalog.TableNotExistException {
        return (FileStoreTable) catalog.getTable(NAME);
    }

    boolean hasDynamicBuckets() {
        return shape.dynamicBuckets;
    }

    /** How often each feature was met. */
    Map<String, Integer> features() {
        return features;
    }

    private void met(String feature) {
        features.merge(feature, 1, Integer::sum);
    }

    /** Writes, compacts and changes the schema; returns when the history is over. */
    void run() throws Exception {
        int steps = steps();
        for (int i = 0; i < steps; i++) {
            step(i);
        }
    }

    /** How many steps the history has; asked for once, before the first. */
    int steps() {
        return 2 + random.nextInt(7);
    }

    void step(int number) throws Exception {
        int choice = random.nextInt(10);
        if (number > 0 && choice == 0) {
            compact();
        } else if (number > 0 && choice <= 3) {
            changeSchema();
        }
        write();
    }

    private void write() throws Exception {
        FileStoreTable table = table();
        List<DataField> fields = table.rowType().getFields();
        int count = random.nextInt(20) == 0 ? 2000 + random.nextInt(3000) : random.nextInt(120);
        double deletes = shape.mayDelete && random.nextInt(3) == 0 ? 0.3 : 0;
        List<HistoryWriter.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Map<Integer, Object> key = key(fields);
            if (removedKeys.contains(text(key))) {
                continue;
            }
            GenericRow row = new GenericRow(fields.size());
            for (int f = 0; f < fields.size(); f++) {
                DataField field = fields.get(f);
                row.setField(f, isKey(field) ? key.get(field.id()) : newValue(field));
            }
            if (random.nextDouble() < deletes) {
                row.setRowKind(RowKind.DELETE);
                met("delete");
                if (shape.removesRows()) {
                    removedKeys.add(text(key));
                }
            }
            rows.add(new HistoryWriter.Row(row, shape.dynamicBuckets ? (int) key.get(BUCKET) : -1));
        }
        writer.write(table, rows, scratch());
    }

    private Path scratch() throws IOException {
        return Files.createDirectories(warehouse.resolve("io"));
    }

    /** A new key, or one that was written before. */
    private Map<Integer, Object> key(List<DataField> fields) {
        if (!keyPool.isEmpty() && random.nextInt(3) > 0) {
            return keyPool.get(random.nextInt(keyPool.size()));
        }
        Map<Integer, Object> key = new HashMap<>();
        for (DataField field : fields) {
            if (isKey(field)) {
                key.put(field.id(), newValue(field));
            }
        }
        int drawn = random.nextInt(3);
        key.put(BUCKET, bucketOfKey.computeIfAbsent(text(key), text -> drawn));
        keyPool.add(key);
        return key;
    }

    private static String text(Map<Integer, Object> key) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(key)
                .forEach((id, value) -> text.append(id)
                        .append('=')
                        .append(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value))
                        .append(';'));
        return text.toString();
    }

    private static boolean isKey(DataField field) {
        return field.name().startsWith("k") || field.name().startsWith("p");
    }

    private Object newValue(DataField field) {
        Supplier<Object> chosen = valuesById.get(field.id());
        if (chosen != null) {
            return chosen.get();
        }
        return switch (field.name().charAt(0)) {
            case 'p' -> values.partitionValue(field.type());
            case 'k' -> values.keyValue(field.type());
            default -> values.randomValue(field.type());
        };
    }

    private void compact() throws Exception {
        FileStoreTable table = table();
        // Which partitions and dynamic buckets have files depends on who wrote them; what is drawn here must not.
        int buckets = shape.dynamicBuckets
                ? 1
                        + table.newSnapshotReader().bucketEntries().stream()
                                .mapToInt(BucketEntry::bucket)
                                .max()
                                .orElse(0)
                : Math.max(1, table.bucketSpec().getNumBuckets());
        List<BinaryRow> partitions = new ArrayList<>();
        table.newSnapshotReader().partitionEntries().forEach(entry -> partitions.add(entry.partition()));
        partitions.sort(Comparator.comparing(partition -> Arrays.toString(partition.toBytes())));
        int draw = random.nextInt();
        List<HistoryWriter.Bucket> compacted = new ArrayList<>();
        for (BinaryRow partition : partitions) {
            for (int bucket = 0; bucket < buckets; bucket++) {
                boolean full = shape.onlyFullCompactions
                        || new Random(31L * draw + partition.hashCode() + bucket).nextBoolean();
                compacted.add(new HistoryWriter.Bucket(partition, bucket, full));
            }
        }
        writer.compact(table, compacted, scratch());
        met("compaction");
    }

    private void changeSchema() throws Exception {
        FileStoreTable table = table();
        List<DataField> candidates = new ArrayList<>();
        boolean v2 = table.options().containsKey("parquet.writer.version");
        for (DataField field : table.rowType().getFields()) {
            if (field.name().startsWith("c") && !shape.fixedNames().contains(field.name())) {
                candidates.add(field);
            }
        }
        DataField victim = candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
        switch (random.nextInt(6)) {
            case 4 -> {
                // A value that is cast twice comes out another if it was compacted, and so cast, in between.
                if (!writable || shape.onlyFullCompactions) {
                    cast(victim);
                }
            }
            case 5 -> changeNested(nested(candidates, victim));
            case 0 -> {
                DataType type = values.valueType();
                boolean misread = v2 && RandomValues.isByteArray(type) || !RandomValues.fitsAvro(type);
                alter(SchemaChange.addColumn(shape.newColumnName(), misread ? DataTypes.INT() : type));
                met("add column");
            }
            case 1 -> {
                if (candidates.size() > 1) {
                    alter(SchemaChange.dropColumn(victim.name()));
                    met("drop column");
                }
            }
            case 2 -> {
                if (victim != null) {
                    alter(SchemaChange.renameColumn(victim.name(), shape.newColumnName()));
                    met("rename column");
                }
            }
            default -> {
                DataType wider = victim == null ? null : RandomValues.widened(victim.type());
                if (wider != null && !(v2 && RandomValues.isByteArray(wider))) {
                    alter(SchemaChange.updateColumnType(victim.name(), wider));
                    met("widen column");
                }
            }
        }
    }

    /** Gives a column another type, in one of the ways that read back what they should. */
    private void cast(DataField victim) throws Exception {
        if (victim == null || RandomValues.isNested(victim.type())) {
            return;
        }
        List<DataType> targets = values.castTargets(victim.type());
        if (!targets.isEmpty()) {
            DataType target = targets.get(random.nextInt(targets.size()));
            alter(SchemaChange.updateColumnType(victim.name(), target));
            shape.fixedNames().add(victim.name());
            met("cast column");
        }
    }

    /** A column with fields inside, if there is one. */
    private DataField nested(List<DataField> candidates, DataField otherwise) {
        return candidates.stream()
                .filter(field -> field.type() instanceof RowType
                        || field.type() instanceof ArrayType array && array.getElementType() instanceof RowType)
                .findFirst()
                .orElse(otherwise);
    }

    /** Adds, drops, renames or widens a field inside a row, or inside the rows of an array. */
    private void changeNested(DataField victim) throws Exception {
        if (victim == null) {
            return;
        }
        List<String> path = new ArrayList<>(List.of(victim.name()));
        DataType type = victim.type();
        if (type instanceof ArrayType array) {
            path.add("element");
            type = array.getElementType();
        }
        if (!(type instanceof RowType row)) {
            return;
        }
        DataField field = row.getFields().get(random.nextInt(row.getFieldCount()));
        String[] inner = child(path, field.name());
        switch (random.nextInt(4)) {
            case 0 -> alter(SchemaChange.addColumn(child(path, shape.newColumnName()), DataTypes.BIGINT(), null, null));
            case 1 -> {
                // Where a file has none of a row's fields any more, Paimon 1.4.2 takes the row for null.
                boolean othersStay = row.getFields().stream()
                        .anyMatch(other -> other.id() != field.id() && other.id() <= firstHighestId);
                if (othersStay) {
                    alter(SchemaChange.dropColumn(inner));
                }
            }
            case 2 -> alter(SchemaChange.renameColumn(inner, shape.newColumnName()));
            default -> {
                DataType wider = RandomValues.widened(field.type());
                if (wider != null) {
                    alter(SchemaChange.updateColumnType(inner, wider, true));
                }
            }
        }
        met("nested field changed");
    }

    private static String[] child(List<String> path, String name) {
        List<String> names = new ArrayList<>(path);
        names.add(name);
        return names.toArray(String[]::new);
    }

    private void alter(SchemaChange change) throws Exception {
        catalog.alterTable(NAME, List.of(change), false);
    }

    @Override
    public void close() throws IOException {
        try {
            catalog.close();
        } catch (Exception failed) {
            throw new IOException(failed);
        }
    }
}
