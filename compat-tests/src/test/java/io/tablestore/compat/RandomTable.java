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

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypeFamily;
import org.apache.paimon.types.DataTypeRoot;
import org.apache.paimon.types.DataTypes;

/** A random table: columns, keys, buckets, merge engine and options, as far as they go together. */
final class RandomTable {

    /** A column with the values it takes where any value of its type would not do, an overflowing sum for one. */
    private record Column(String name, DataType type, Supplier<Object> values) {}

    private final boolean writable;
    private final Random random;
    private final RandomValues values;
    private final Consumer<String> met;
    private final List<Column> columns = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private final List<String> fixedNames = new ArrayList<>();
    private int nextColumn;

    boolean primaryKey;
    boolean dynamicBuckets;
    boolean mayDelete;

    /**
     * Where versions are combined, or do not count in the order of their arrival, what a retraction leaves depends on which
     * files were merged before which.
     */
    boolean onlyFullCompactions;

    String engine = "deduplicate";

    /** @param writable whether to leave out what the writer of this project refuses */
    RandomTable(Random random, RandomValues values, Consumer<String> met, boolean writable) {
        this.writable = writable;
        this.random = random;
        this.values = values;
        this.met = met;
    }

    String newColumnName() {
        return "c" + nextColumn++;
    }

    /** Columns that options name, so that they are not changed. */
    List<String> fixedNames() {
        return fixedNames;
    }

    /** A value for the column, or null to take any of its type. */
    Supplier<Object> valuesOf(String name) {
        for (Column column : columns) {
            if (column.name.equals(name)) {
                return column.values;
            }
        }
        return null;
    }

    Schema schema() {
        primaryKey = random.nextInt(5) > 0;
        int partitions = random.nextInt(3) == 0 ? 1 + random.nextInt(2) : 0;
        List<String> partitionKeys = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            partitionKeys.add("p" + i);
            columns.add(new Column("p" + i, values.partitionType(), null));
        }
        int keyCount = 1 + (random.nextInt(3) == 0 ? random.nextInt(3) : 0);
        for (int i = 0; i < keyCount; i++) {
            DataType type = values.keyType();
            keys.add("k" + i);
            columns.add(new Column("k" + i, primaryKey ? type.notNull() : type, null));
        }
        if (partitions > 0) {
            met.accept("partitions");
        }
        if (primaryKey) {
            keyed();
        } else {
            int count = 1 + random.nextInt(9);
            for (int i = 0; i < count; i++) {
                plain();
            }
            if (random.nextBoolean()) {
                options.put("bucket", Integer.toString(1 + random.nextInt(4)));
                options.put("bucket-key", String.join(",", keys));
                met.accept("append, fixed buckets");
            } else {
                met.accept("append, unaware buckets");
            }
        }
        storage();
        Collections.shuffle(columns, random);
        Schema.Builder builder = Schema.newBuilder();
        columns.forEach(column -> builder.column(column.name, column.type));
        builder.partitionKeys(partitionKeys);
        if (primaryKey) {
            List<String> declared = new ArrayList<>(keys);
            declared.addAll(partitionKeys);
            Collections.shuffle(declared, random);
            builder.primaryKey(declared);
        }
        builder.options(options);
        return builder.build();
    }

    private String plain() {
        String name = newColumnName();
        columns.add(new Column(name, values.valueType(), null));
        return name;
    }

    /**
     * Compactions of Paimon 1.4.2 that look up keys fail on byte arrays (ClassCastException), and on a partition with a
     * slash in it, whose text becomes part of a local file's name.
     */
    private boolean canLookUp() {
        for (Column column : columns) {
            boolean bytes = column.type.getTypeRoot().getFamilies().contains(DataTypeFamily.BINARY_STRING);
            boolean text = column.type.getTypeRoot().getFamilies().contains(DataTypeFamily.CHARACTER_STRING);
            if (column.name.startsWith("k") && bytes || column.name.startsWith("p") && text) {
                return false;
            }
        }
        return true;
    }

    private void keyed() {
        switch (random.nextInt(6)) {
            case 0 -> engine = canLookUp() ? "first-row" : "deduplicate";
            case 1, 2 -> engine = "partial-update";
            case 3 -> engine = "aggregation";
            default -> {}
        }
        met.accept("engine " + engine);
        options.put("merge-engine", engine);
        if (random.nextInt(6) == 0) {
            dynamicBuckets = true;
            options.put("bucket", "-1");
            if (writable && random.nextBoolean()) {
                options.put("dynamic-bucket.target-row-num", Integer.toString(5 + random.nextInt(40)));
            }
            met.accept("dynamic buckets");
        } else {
            options.put("bucket", Integer.toString(1 + random.nextInt(4)));
            bucketFunction();
        }
        switch (engine) {
            case "first-row" -> firstRow();
            case "partial-update" -> partialUpdate();
            case "aggregation" -> aggregation();
            default -> deduplicate();
        }
        compaction();
        if (random.nextInt(5) == 0) {
            options.put("data-file.thin-mode", "true");
            met.accept("thin mode");
        }
    }

    private void bucketFunction() {
        List<DataTypeRoot> keyTypes = columns.stream()
                .filter(column -> column.name.startsWith("k"))
                .map(column -> column.type.getTypeRoot())
                .toList();
        boolean oneNumber = keyTypes.size() == 1
                && (keyTypes.get(0) == DataTypeRoot.INTEGER || keyTypes.get(0) == DataTypeRoot.BIGINT);
        boolean timestamps =
                keyTypes.stream().anyMatch(type -> type.getFamilies().contains(DataTypeFamily.TIMESTAMP));
        if (oneNumber && random.nextInt(3) == 0) {
            options.put("bucket-function.type", "mod");
            met.accept("bucket function mod");
        } else if (!timestamps && random.nextInt(6) == 0) {
            options.put("bucket-function.type", "hive");
            met.accept("bucket function hive");
        }
    }

    private void plainColumns() {
        int count = 1 + random.nextInt(9);
        for (int i = 0; i < count; i++) {
            plain();
        }
    }

    private void deduplicate() {
        plainColumns();
        mayDelete = true;
        sequenceField();
        if (random.nextInt(6) == 0) {
            options.put("ignore-delete", "true");
            met.accept("ignore-delete");
        }
    }

    private void firstRow() {
        plainColumns();
        if (random.nextInt(3) == 0) {
            options.put("ignore-delete", "true");
            mayDelete = true;
            met.accept("ignore-delete");
        }
    }

    private void sequenceField() {
        List<String> candidates = new ArrayList<>();
        for (Column column : columns) {
            if (column.name.startsWith("c") && RandomValues.isOrdered(column.type)) {
                candidates.add(column.name);
            }
        }
        if (!candidates.isEmpty() && random.nextInt(3) == 0) {
            Collections.shuffle(candidates, random);
            int count = Math.min(candidates.size(), 1 + random.nextInt(2));
            List<String> chosen = candidates.subList(0, count);
            options.put("sequence.field", String.join(",", chosen));
            fixedNames.addAll(chosen);
            met.accept("sequence.field");
            // Within one write Paimon 1.4.2 keeps the greatest value all the same, where its reader keeps the smallest.
            if (!writable && random.nextInt(3) == 0) {
                options.put("sequence.field.sort-order", "descending");
                met.accept("sequence.field descending");
            }
        }
    }

    private void partialUpdate() {
        boolean groups = random.nextBoolean();
        int plainCount = random.nextInt(4);
        for (int i = 0; i < plainCount; i++) {
            plain();
        }
        if (groups) {
            int groupCount = 1 + random.nextInt(2);
            for (int g = 0; g < groupCount; g++) {
                sequenceGroup();
            }
            mayDelete = true;
            met.accept("sequence groups");
        } else {
            plain();
            switch (random.nextInt(3)) {
                case 0 -> {
                    options.put("ignore-delete", "true");
                    mayDelete = true;
                    met.accept("ignore-delete");
                }
                case 1 -> {
                    options.put("partial-update.remove-record-on-delete", "true");
                    mayDelete = true;
                    met.accept("partial-update.remove-record-on-delete");
                }
                default -> {}
            }
            if (random.nextInt(3) == 0) {
                sequenceField();
            }
        }
    }

    private void sequenceGroup() {
        List<String> sequences = new ArrayList<>();
        int count = 1 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            String name = newColumnName();
            DataType type = random.nextBoolean() ? DataTypes.INT() : DataTypes.TIMESTAMP(random.nextInt(10));
            columns.add(new Column(name, type, type.equals(DataTypes.INT()) ? this::smallInt : null));
            sequences.add(name);
        }
        List<String> members = new ArrayList<>();
        int memberCount = 1 + random.nextInt(3);
        for (int i = 0; i < memberCount; i++) {
            if (random.nextInt(3) == 0) {
                members.add(aggregated(true));
                met.accept("aggregate in sequence group");
            } else {
                members.add(plain());
            }
        }
        options.put("fields." + String.join(",", sequences) + ".sequence-group", String.join(",", members));
        fixedNames.addAll(sequences);
        fixedNames.addAll(members);
        if (random.nextInt(4) == 0) {
            String listed = sequences.get(random.nextInt(sequences.size()));
            options.merge("partial-update.remove-record-on-sequence-group", listed, (a, b) -> a + "," + b);
            met.accept("partial-update.remove-record-on-sequence-group");
        }
    }

    private Object smallInt() {
        return random.nextInt(5) == 0 ? null : random.nextInt(6);
    }

    private void aggregation() {
        int count = 1 + random.nextInt(8);
        boolean retracts = random.nextInt(3) == 0;
        boolean removes = retracts && random.nextInt(3) == 0;
        for (int i = 0; i < count; i++) {
            aggregated(retracts && !removes);
        }
        mayDelete = retracts;
        if (removes) {
            options.put("aggregation.remove-record-on-delete", "true");
            met.accept("aggregation.remove-record-on-delete");
        }
        if (random.nextInt(4) == 0) {
            options.put("fields.default-aggregate-function", "last_value");
            plain();
            met.accept("default aggregate function");
        } else if (random.nextInt(4) == 0) {
            plain(); // last_non_null_value
        }
    }

    /** Whether a delete removes the row of a combining engine. */
    boolean removesRows() {
        return options.keySet().stream().anyMatch(key -> key.contains(".remove-record-on-"));
    }

    /** A column with an aggregate function. */
    private String aggregated(boolean mustRetract) {
        String name = newColumnName();
        RandomAggregates.Choice choice = new RandomAggregates(random, values).choose();
        columns.add(new Column(name, choice.type(), choice.values()));
        options.put("fields." + name + ".aggregate-function", choice.function());
        choice.options().forEach((key, value) -> options.put("fields." + name + "." + key, value));
        if (mustRetract && (!choice.retracts() || random.nextInt(4) == 0)) {
            options.put("fields." + name + ".ignore-retract", "true");
            met.accept("ignore-retract");
        }
        fixedNames.add(name);
        met.accept("function " + choice.function());
        return name;
    }

    private void compaction() {
        boolean combines = engine.equals("partial-update") || engine.equals("aggregation");
        boolean sequenced = options.containsKey("sequence.field");
        // A value from a row that came too late stays if that row was merged with a newer one in time.
        boolean lateValuesStay = combines && sequenced;
        // What such a map forgets, an older entry can bring back.
        boolean forgets = options.containsValue("merge_map_with_keytime");
        // Rows on level 0 are not visible yet, and which keys share a bucket is up to the writer.
        boolean visibleByBucket = engine.equals("first-row") && dynamicBuckets;
        onlyFullCompactions =
                writable && (mayDelete && (combines || sequenced) || lateValuesStay || forgets || visibleByBucket);
        if (onlyFullCompactions || random.nextInt(3) == 0) {
            options.put("write-only", "true");
            met.accept("write-only");
        } else {
            options.put("num-sorted-run.compaction-trigger", Integer.toString(2 + random.nextInt(4)));
            options.put("target-file-size", random.nextBoolean() ? "2 kb" : "1 mb");
        }
        if (writable) {
            if (!onlyFullCompactions && random.nextInt(3) == 0) {
                options.put("write-buffer-size", "256 kb");
                met.accept("spilled memtable");
            }
            return;
        }
        boolean firstRow = engine.equals("first-row");
        String[] producers = firstRow
                ? new String[] {"none", "none", "lookup"}
                : canLookUp()
                        ? new String[] {"none", "none", "none", "input", "lookup", "full-compaction"}
                        : new String[] {"none", "input", "full-compaction"};
        String producer = producers[random.nextInt(producers.length)];
        options.put("changelog-producer", producer);
        met.accept("changelog " + producer);
        boolean vectors = !firstRow && canLookUp() && !producer.equals("full-compaction") && random.nextInt(4) == 0;
        if (vectors) {
            options.put("deletion-vectors.enabled", "true");
            met.accept("deletion vectors");
            if (random.nextBoolean()) {
                options.put("deletion-vectors.bitmap64", "true");
                met.accept("deletion vectors of 64 bits");
            }
        } else if (!firstRow && canLookUp() && random.nextInt(6) == 0) {
            options.put("force-lookup", "true");
            met.accept("force-lookup");
        }
    }

    /** Codecs that every format of the table knows. */
    private List<String> codecs(String format) {
        if (!options.containsKey("file.format.per.level")) {
            return switch (format) {
                case "orc" -> List.of("zstd", "snappy", "none", "lz4", "zlib");
                case "avro" -> List.of("zstd", "snappy", "deflate");
                default -> List.of("zstd", "snappy", "none", "lz4", "gzip");
            };
        }
        return List.of("zstd", "snappy");
    }

    private void storage() {
        List<String> formats = new ArrayList<>(List.of("parquet", "parquet"));
        // ORC loses the trailing blanks of CHAR, which tell keys apart while they are sorted.
        if (columns.stream().noneMatch(column -> column.name.startsWith("k") && column.type.is(DataTypeRoot.CHAR))) {
            formats.add("orc");
        }
        if (columns.stream().allMatch(column -> RandomValues.fitsAvro(column.type))) {
            formats.add("avro");
        }
        String format = formats.get(random.nextInt(formats.size()));
        options.put("file.format", format);
        met.accept("format " + format);
        if (random.nextInt(4) == 0) {
            options.put("file.format.per.level", "0:" + formats.get(random.nextInt(formats.size())));
            met.accept("format per level");
        }
        if (writable
                && (format.equals("orc")
                        || options.getOrDefault("file.format.per.level", "").contains("orc"))) {
            values.onlyWhatOrcKeeps();
        }
        if (columns.stream().anyMatch(column -> RandomValues.isNested(column.type))) {
            met.accept("nested types");
        }
        List<String> codecs = codecs(format);
        String codec = codecs.get(random.nextInt(codecs.size()));
        options.put("file.compression", codec);
        met.accept("codec " + codec);
        if (random.nextInt(3) == 0) {
            options.put("parquet.block.size", Integer.toString(1 << (10 + random.nextInt(6))));
            options.put("parquet.page.size", Integer.toString(1 << (7 + random.nextInt(5))));
            met.accept("small row groups");
        }
        if (random.nextInt(4) == 0) {
            options.put("parquet.enable.dictionary", "false");
        }
        // Paimon 1.4.2 misreads DELTA_BYTE_ARRAY, the v2 encoding of byte arrays: the prefix that a value shares with
        // the one before it comes out as zero bytes when that one lies in another batch. ParquetEncodingsTest covers it
        // for us.
        boolean byteArrays = columns.stream().anyMatch(column -> RandomValues.isByteArray(column.type));
        if (!byteArrays && random.nextInt(2) == 0) {
            options.put("parquet.writer.version", "PARQUET_2_0");
            met.accept("parquet v2");
        }
        if (random.nextInt(4) == 0) {
            options.put("metadata.stats-mode", new String[] {"none", "counts", "full"}[random.nextInt(3)]);
        }
        if (random.nextInt(4) == 0) {
            options.put("partition.legacy-name", "false");
        }
        if (random.nextInt(3) == 0) {
            options.put("source.split.target-size", new String[] {"1 b", "2 kb", "8 kb"}[random.nextInt(3)]);
            options.put("source.split.open-file-cost", "1 b");
            met.accept("sections and files cut into several splits");
        }
    }
}
