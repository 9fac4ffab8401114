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
package io.tablestore.internal.metadata;

import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data file of metadata, of which nothing but its entry exists. Each setter changes this file and returns it. */
public final class TestFile {

    private final String name;
    private long size = 1000;
    private long rows = 10;
    private BinaryRow minKey = BinaryRow.EMPTY;
    private BinaryRow maxKey = BinaryRow.EMPTY;
    private @Nullable SimpleStats keyStats;
    private @Nullable SimpleStats valueStats;
    private long minSequence = 1;
    private long maxSequence = 9;
    private long schemaId;
    private int level;
    private long deletes;
    private @Nullable List<String> statsColumns;
    private @Nullable String externalPath;
    private @Nullable Long firstRowId;
    private @Nullable List<String> writeColumns;

    private TestFile(String name) {
        this.name = name;
    }

    public static TestFile of(String name) {
        return new TestFile(name);
    }

    public TestFile size(long bytes) {
        size = bytes;
        return this;
    }

    public TestFile rows(long count) {
        rows = count;
        return this;
    }

    /** First and last key of a table whose only key column is a BIGINT, and their statistics. */
    public TestFile keys(long first, long last) {
        List<DataType> types = List.of(DataType.of(TypeRoot.BIGINT));
        minKey = BinaryRowWriter.write(types, List.of(first));
        maxKey = BinaryRowWriter.write(types, List.of(last));
        keyStats = new SimpleStats(minKey, maxKey, new long[] {0});
        return this;
    }

    public TestFile keys(BinaryRow first, BinaryRow last) {
        minKey = first;
        maxKey = last;
        return this;
    }

    public TestFile sequences(long first, long last) {
        minSequence = first;
        maxSequence = last;
        return this;
    }

    public TestFile schema(long id) {
        schemaId = id;
        return this;
    }

    public TestFile level(int newLevel) {
        level = newLevel;
        return this;
    }

    /** Rows of a retracting kind; -1 is unknown. */
    public TestFile deletes(long count) {
        deletes = count;
        return this;
    }

    public TestFile external(String path) {
        externalPath = path;
        return this;
    }

    public TestFile firstRowId(long id) {
        firstRowId = id;
        return this;
    }

    public TestFile writeColumns(String... names) {
        writeColumns = List.of(names);
        return this;
    }

    /** What the statistics say of some columns. */
    public Statistics stats() {
        return new Statistics();
    }

    /** Collects the statistics of columns, in the order of the calls. */
    public final class Statistics {

        private final List<DataField> fields = new ArrayList<>();
        private final List<@Nullable Object> min = new ArrayList<>();
        private final List<@Nullable Object> max = new ArrayList<>();
        private final List<Long> nulls = new ArrayList<>();

        /** @param nullCount -1 is unknown */
        public Statistics column(DataField field, @Nullable Object least, @Nullable Object greatest, long nullCount) {
            fields.add(field);
            min.add(least);
            max.add(greatest);
            nulls.add(nullCount);
            return this;
        }

        public TestFile done() {
            valueStats = new SimpleStats(
                    TestTable.row(fields, min.toArray()),
                    TestTable.row(fields, max.toArray()),
                    nulls.stream().mapToLong(Long::longValue).toArray());
            statsColumns = fields.stream().map(DataField::name).toList();
            return TestFile.this;
        }
    }

    public DataFile build() {
        return new DataFile(
                name,
                size,
                rows,
                minKey,
                maxKey,
                keyStats,
                valueStats,
                minSequence,
                maxSequence,
                schemaId,
                level,
                List.of(),
                0,
                deletes,
                null,
                0,
                statsColumns,
                externalPath,
                firstRowId,
                writeColumns,
                List.of());
    }
}
