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
package io.tablestore.bench;

import java.nio.file.Path;
import java.util.Locale;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.types.Row;
import org.apache.flink.types.RowKind;

/**
 * The Flink part of {@code ./demo}: a streaming job that takes changes of orders, as a database would send them, into three
 * tables at once, with a commit for each checkpoint.
 */
public final class FlinkDemo {

    private static final long CHANGES = 300_000;
    private static final long ORDERS = 120_000;
    private static final long CUSTOMERS = 5_000;

    private FlinkDemo() {}

    /** @param arguments the warehouse */
    public static void main(String[] arguments) throws Exception {
        StreamExecutionEnvironment streams = StreamExecutionEnvironment.getExecutionEnvironment();
        streams.setParallelism(2);
        StreamTableEnvironment flink = StreamTableEnvironment.create(streams);
        flink.getConfig().set("execution.checkpointing.interval", "1 s");
        run(
                flink,
                "CREATE CATALOG lake WITH ('type' = 'tablestore', 'warehouse' = '"
                        + Path.of(arguments[0]).toUri() + "')");
        run(flink, "CREATE DATABASE lake.shop");
        run(flink, """
                CREATE TABLE lake.shop.orders (id BIGINT, customer BIGINT, status STRING, amount DECIMAL(12, 2),
                    PRIMARY KEY (id) NOT ENFORCED) WITH ('bucket' = '2')""");
        run(flink, """
                CREATE TABLE lake.shop.customers (customer BIGINT, city STRING, last_order BIGINT, last_amount DECIMAL(12, 2),
                    PRIMARY KEY (customer) NOT ENFORCED) WITH ('bucket' = '2', 'merge-engine' = 'partial-update')""");
        run(flink, """
                CREATE TABLE lake.shop.totals (customer BIGINT, changes BIGINT, amount DECIMAL(18, 2), largest DECIMAL(12, 2),
                    PRIMARY KEY (customer) NOT ENFORCED) WITH ('bucket' = '2', 'merge-engine' = 'aggregation',
                    'fields.changes.aggregate-function' = 'sum', 'fields.amount.aggregate-function' = 'sum',
                    'fields.largest.aggregate-function' = 'max')""");
        changes(flink, streams);
        StatementSet job = flink.createStatementSet();
        add(job, "INSERT INTO lake.shop.orders SELECT id, customer, status, amount FROM changes");
        add(
                job,
                "INSERT INTO lake.shop.customers SELECT customer, city, CAST(NULL AS BIGINT), CAST(NULL AS DECIMAL(12, 2))"
                        + " FROM moves UNION ALL SELECT customer, CAST(NULL AS STRING), id, amount FROM placed");
        add(job, "INSERT INTO lake.shop.totals SELECT customer, 1, amount, amount FROM placed");
        long start = System.nanoTime();
        job.execute().await();
        System.out.printf(
                Locale.ROOT,
                "%,d changes into three tables in %.1f seconds, a commit for each checkpoint%n",
                CHANGES,
                (System.nanoTime() - start) / 1e9);
    }

    /** The views {@code changes}, with deletes; {@code placed}, orders as they came; {@code moves} of customers. */
    private static void changes(StreamTableEnvironment flink, StreamExecutionEnvironment streams) {
        TypeInformation<Row> type = Types.ROW_NAMED(
                new String[] {"id", "customer", "status", "cents"}, Types.LONG, Types.LONG, Types.STRING, Types.LONG);
        DataStream<Long> numbers = streams.fromSequence(0, CHANGES - 1).setParallelism(1);
        DataStream<Row> changes = numbers.map(FlinkDemo::change).returns(type).setParallelism(1);
        flink.createTemporaryView(
                "sent",
                flink.fromChangelogStream(
                        changes,
                        Schema.newBuilder()
                                .column("id", DataTypes.BIGINT().notNull())
                                .column("customer", DataTypes.BIGINT())
                                .column("status", DataTypes.STRING())
                                .column("cents", DataTypes.BIGINT())
                                .primaryKey("id")
                                .build(),
                        ChangelogMode.upsert()));
        run(
                flink,
                "CREATE TEMPORARY VIEW changes AS SELECT id, customer, status, CAST(cents / 100.0 AS DECIMAL(12, 2)) AS amount"
                        + " FROM sent");
        flink.createTemporaryView("numbers", numbers);
        run(flink, """
                CREATE TEMPORARY VIEW placed AS SELECT MOD(f0 * 7919, %d) AS id, MOD(MOD(f0 * 7919, %d), %d) AS customer,
                    CAST(MOD(f0 * 31, 100000) / 100.0 AS DECIMAL(12, 2)) AS amount FROM numbers""".formatted(ORDERS, ORDERS, CUSTOMERS));
        run(flink, """
                CREATE TEMPORARY VIEW moves AS SELECT MOD(f0, %d) AS customer, 'city ' || CAST(MOD(f0 * 13, 97) AS STRING) AS city
                    FROM numbers WHERE MOD(f0, 7) = 0""".formatted(CUSTOMERS));
    }

    /** An order is placed, paid and shipped; now and then one is taken back. */
    private static Row change(long number) {
        long id = number * 7919 % ORDERS;
        long turn = number / ORDERS;
        String status = turn == 0 ? "placed" : turn == 1 ? "paid" : id % 9 == 0 ? "returned" : "shipped";
        RowKind kind = turn > 0 && number % 23 == 0 ? RowKind.DELETE : RowKind.UPDATE_AFTER;
        return Row.ofKind(kind, id, id % CUSTOMERS, status, number * 31 % 100_000);
    }

    private static void add(StatementSet job, String insert) {
        System.out.println("> " + insert);
        job.addInsertSql(insert);
    }

    private static void run(StreamTableEnvironment flink, String statement) {
        System.out.println("> " + statement);
        flink.executeSql(statement);
    }
}
