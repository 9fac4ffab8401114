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
package io.tablestore.hive.read;

import io.tablestore.catalog.SystemTable;
import io.tablestore.hive.types.HiveColumns;
import io.tablestore.hive.types.HiveTypes;
import io.tablestore.types.DataField;
import io.tablestore.types.TimestampValue;
import io.tablestore.types.TypeRoot;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.hive.common.type.Timestamp;
import org.apache.hadoop.hive.common.type.TimestampTZ;
import org.apache.hadoop.hive.ql.exec.Utilities;
import org.apache.hadoop.hive.ql.exec.vector.VectorAssignRow;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatchCtx;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.serde2.io.TimestampLocalTZWritable;
import org.apache.hadoop.hive.serde2.io.TimestampWritableV2;
import org.apache.hadoop.hive.serde2.typeinfo.TimestampLocalTZTypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.RecordReader;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a system table. They are few and are held in memory. */
public final class HiveSystemTable implements RecordReader<NullWritable, HiveRow> {

    private final List<DataField> columns;
    private final Iterator<List<@Nullable Object>> rows;

    private final ZoneId zone;

    /** @param zone in which Hive shows instants */
    public HiveSystemTable(SystemTable table, ZoneId zone) {
        this.zone = zone;
        this.columns = table.columns();
        this.rows = table.rows().iterator();
    }

    @Override
    public boolean next(NullWritable key, HiveRow target) {
        if (!rows.hasNext()) {
            return false;
        }
        List<@Nullable Object> row = rows.next();
        for (int i = 0; i < row.size(); i++) {
            target.values()[i] = writable(columns.get(i), row.get(i));
        }
        return true;
    }

    private @Nullable Object writable(DataField column, @Nullable Object value) {
        if (value instanceof TimestampValue time) {
            if (column.type().root() == TypeRoot.TIMESTAMP_LTZ) {
                ZonedDateTime local = Instant.ofEpochMilli(time.epochMillis()).atZone(zone);
                return new TimestampLocalTZWritable(new TimestampTZ(local));
            }
            return new TimestampWritableV2(Timestamp.ofEpochMilli(time.epochMillis()));
        }
        if (value instanceof Long number) {
            return column.type().root() == TypeRoot.INT ? new IntWritable(number.intValue()) : new LongWritable(number);
        }
        return value == null ? null : new Text(value.toString());
    }

    @Override
    public NullWritable createKey() {
        return NullWritable.get();
    }

    @Override
    public HiveRow createValue() {
        return new HiveRow(columns.size());
    }

    @Override
    public long getPos() {
        return 0;
    }

    @Override
    public float getProgress() {
        return 0;
    }

    @Override
    public void close() {}

    /** Reads the rows as vectorized batches. */
    public static final class Vectorized implements RecordReader<NullWritable, VectorizedRowBatch> {

        private final HiveSystemTable reader;
        private final VectorizedRowBatchCtx context;
        private final VectorAssignRow assign = new VectorAssignRow();
        private final HiveRow row;
        private final HiveColumns wanted;

        public Vectorized(HiveSystemTable reader, JobConf job) {
            this.reader = reader;
            this.context = Utilities.getVectorizedRowBatchCtx(job);
            this.row = reader.createValue();
            this.wanted = HiveColumns.of(job, reader.columns);
            try {
                assign.init(HiveTypes.types(reader.columns, ZoneOffset.UTC).stream()
                        .map(Vectorized::vectorType)
                        .toList());
            } catch (HiveException impossible) {
                throw new IllegalStateException(impossible);
            }
        }

        /**
         * The type of a column's vector. Hive has no vectors for instants and does not request them; such a column
         * still needs some type.
         */
        private static String vectorType(TypeInfo type) {
            return type instanceof TimestampLocalTZTypeInfo
                    ? TypeInfoFactory.timestampTypeInfo.getTypeName()
                    : type.getTypeName();
        }

        @Override
        public boolean next(NullWritable key, VectorizedRowBatch target) {
            target.reset();
            while (target.size < VectorizedRowBatch.DEFAULT_SIZE && reader.next(key, row)) {
                for (int column : wanted.positions()) {
                    assign.assignRowColumn(target, target.size, column, row.values()[column]);
                }
                target.size++;
            }
            return target.size > 0;
        }

        @Override
        public NullWritable createKey() {
            return NullWritable.get();
        }

        @Override
        public VectorizedRowBatch createValue() {
            return context.createVectorizedRowBatch();
        }

        @Override
        public long getPos() {
            return 0;
        }

        @Override
        public float getProgress() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
