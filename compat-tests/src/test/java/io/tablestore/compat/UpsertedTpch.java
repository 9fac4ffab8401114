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

import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.paimon.catalog.Catalog;
import org.apache.paimon.catalog.CatalogContext;
import org.apache.paimon.catalog.CatalogFactory;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.BinaryRow;
import org.apache.paimon.data.BinaryString;
import org.apache.paimon.data.Decimal;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.disk.IOManager;
import org.apache.paimon.options.Options;
import org.apache.paimon.schema.Schema;
import org.apache.paimon.table.FileStoreTable;
import org.apache.paimon.table.sink.BatchTableCommit;
import org.apache.paimon.table.sink.BatchTableWrite;
import org.apache.paimon.table.sink.BatchWriteBuilder;
import org.apache.paimon.types.DataType;
import org.apache.paimon.types.DataTypes;
import org.apache.paimon.types.RowKind;

/**
 * The tables of TPC-H as merge-on-read tables that Apache Paimon's library wrote: first with wrong values in every row that
 * is upserted later, and with rows that are deleted later, compacted; then in five upserts of a tenth each, the last of
 * which is right, not compacted. Who forgets to merge gets other answers.
 */
public final class UpsertedTpch implements AutoCloseable {

    /** Which rows an upsert touches. */
    public enum Upserts {
        /** Any tenth. */
        UNIFORM,
        /** The tenth with the greatest keys. */
        RECENT,
        /** None; the table is compacted. */
        NONE
    }

    private static final int ROUNDS = 5;

    private static final Map<String, List<String>> KEYS = Map.of(
            "region", List.of("regionkey"),
            "nation", List.of("nationkey"),
            "supplier", List.of("suppkey"),
            "customer", List.of("custkey"),
            "part", List.of("partkey"),
            "partsupp", List.of("partkey", "suppkey"),
            "orders", List.of("orderkey"),
            "lineitem", List.of("orderkey", "linenumber"));

    private final Path warehouse;
    private final Catalog catalog;
    private final double scale;
    private final Upserts upserts;
    private final boolean plainNames;

    /**
     * @param plainNames whether columns are named {@code orderkey} and numbers are DOUBLE, as in Trino's own tests, or
     *     {@code o_orderkey} and DECIMAL(12, 2) as in TPC-H
     */
    public UpsertedTpch(Path warehouse, double scale, Upserts upserts, boolean plainNames) {
        Options options = new Options();
        options.set("warehouse", warehouse.toString());
        this.warehouse = warehouse;
        this.catalog = CatalogFactory.createCatalog(CatalogContext.create(options));
        this.scale = scale;
        this.upserts = upserts;
        this.plainNames = plainNames;
    }

    /** Writes a table of all rows into a database. */
    public void write(String database, TpchTable<?> table, Map<String, String> options) throws Exception {
        catalog.createDatabase(database, true);
        Identifier name = Identifier.create(database, table.getTableName());
        catalog.createTable(name, schema(table, options), false);
        writeRows(name, table);
    }

    private <E extends TpchEntity> Schema schema(TpchTable<E> table, Map<String, String> options) {
        Schema.Builder schema =
                Schema.newBuilder().option("file.format", "parquet").option("bucket", "2");
        List<String> key = KEYS.get(table.getTableName());
        for (TpchColumn<E> column : table.getColumns()) {
            DataType type = type(column);
            schema.column(name(column), isKey(key, column) ? type.notNull() : type);
        }
        List<String> names = table.getColumns().stream()
                .filter(column -> isKey(key, column))
                .map(this::name)
                .toList();
        schema.primaryKey(names).option("bucket-key", names.get(0));
        options.forEach(schema::option);
        return schema.build();
    }

    private static boolean isKey(List<String> key, TpchColumn<?> column) {
        return key.contains(column.getSimplifiedColumnName());
    }

    private String name(TpchColumn<?> column) {
        return plainNames ? column.getSimplifiedColumnName() : column.getColumnName();
    }

    private DataType type(TpchColumn<?> column) {
        return switch (column.getType().getBase()) {
            case IDENTIFIER -> DataTypes.BIGINT();
            case INTEGER -> DataTypes.INT();
            case DATE -> DataTypes.DATE();
            case DOUBLE -> plainNames ? DataTypes.DOUBLE() : DataTypes.DECIMAL(12, 2);
            case VARCHAR ->
                DataTypes.VARCHAR(column.getType().getPrecision().orElseThrow().intValue());
        };
    }

    private <E extends TpchEntity> void writeRows(Identifier name, TpchTable<E> table) throws Exception {
        long rows = 0;
        for (E ignored : table.createGenerator(scale, 1, 1)) {
            rows++;
        }
        long recent = rows - rows / 10;
        write(name, table, row -> lastRound(row, recent) < 0, row -> true, true);
        compact(name);
        for (int round = 0; round < ROUNDS && upserts != Upserts.NONE; round++) {
            int now = round;
            write(name, table, row -> lastRound(row, recent) == now, row -> touches(row, now, recent), false);
        }
    }

    private boolean touches(int row, int round, long recent) {
        return switch (upserts) {
            case NONE -> false;
            case RECENT -> row >= recent;
            case UNIFORM -> Math.floorMod((row * 31L + round) * 0x9E3779B97F4A7C15L >>> 20, 10L) == 0;
        };
    }

    /** The last upsert that touches the row, or -1. */
    private int lastRound(int row, long recent) {
        int last = ROUNDS - 1;
        while (last >= 0 && !touches(row, last, recent)) {
            last--;
        }
        return last;
    }

    /**
     * @param isRight which rows are written as they are to come out
     * @param isWritten which rows are written at all
     * @param first whether rows that do not belong are written; otherwise they are deleted
     */
    private <E extends TpchEntity> void write(
            Identifier name, TpchTable<E> table, IntPredicate isRight, IntPredicate isWritten, boolean first)
            throws Exception {
        FileStoreTable target = (FileStoreTable) catalog.getTable(name);
        List<TpchColumn<E>> columns = table.getColumns();
        List<String> key = KEYS.get(table.getTableName());
        BatchWriteBuilder builder = target.copy(Map.of("write-only", "true")).newBatchWriteBuilder();
        try (IOManager ioManager = IOManager.create(
                        Files.createDirectories(warehouse.resolve("io")).toString());
                BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(ioManager);
            int number = 0;
            for (E entity : table.createGenerator(scale, 1, 1)) {
                if (isWritten.test(number)) {
                    write.write(row(entity, columns, key, isRight.test(number), false));
                }
                if (number % 100 == 0 && upserts != Upserts.NONE) {
                    GenericRow stray = row(entity, columns, key, false, true);
                    stray.setRowKind(first ? RowKind.INSERT : RowKind.DELETE);
                    write.write(stray);
                }
                number++;
            }
            commit.commit(write.prepareCommit());
        }
    }

    /** @param stray whether the row does not belong, so that its key is negative */
    private <E extends TpchEntity> GenericRow row(
            E entity, List<TpchColumn<E>> columns, List<String> key, boolean right, boolean stray) {
        GenericRow row = new GenericRow(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            TpchColumn<E> column = columns.get(i);
            if (!isKey(key, column)) {
                row.setField(i, value(entity, column, right ? 0 : 1));
            } else if (stray && column.getType().getBase() == TpchColumnType.Base.IDENTIFIER) {
                row.setField(i, -1 - column.getIdentifier(entity));
            } else {
                row.setField(i, value(entity, column, 0));
            }
        }
        return row;
    }

    private <E extends TpchEntity> Object value(E entity, TpchColumn<E> column, int off) {
        return switch (column.getType().getBase()) {
            case IDENTIFIER -> column.getIdentifier(entity) + off;
            case INTEGER -> column.getInteger(entity) + off;
            case DATE -> column.getDate(entity) + 40 * off;
            case DOUBLE -> number(column.getDouble(entity) + 1000 * off);
            case VARCHAR -> text(column.getString(entity), off);
        };
    }

    private Object number(double value) {
        return plainNames ? value : Decimal.fromBigDecimal(BigDecimal.valueOf(Math.round(value * 100), 2), 12, 2);
    }

    private static BinaryString text(String value, int off) {
        return BinaryString.fromString(off == 0 ? value : "~" + value.substring(Math.min(1, value.length())));
    }

    private void compact(Identifier name) throws Exception {
        FileStoreTable table = (FileStoreTable) catalog.getTable(name);
        BatchWriteBuilder builder = table.newBatchWriteBuilder();
        try (IOManager ioManager = IOManager.create(
                        Files.createDirectories(warehouse.resolve("io")).toString());
                BatchTableWrite write = builder.newWrite();
                BatchTableCommit commit = builder.newCommit()) {
            write.withIOManager(ioManager);
            int buckets = Integer.parseInt(table.options().get("bucket"));
            for (int bucket = 0; bucket < buckets; bucket++) {
                write.compact(BinaryRow.EMPTY_ROW, bucket, true);
            }
            commit.commit(write.prepareCommit());
        }
    }

    @Override
    public void close() throws Exception {
        catalog.close();
    }
}
