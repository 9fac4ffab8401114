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
package io.tablestore.writer.internal.file;

import io.tablestore.internal.format.manifest.SimpleStats;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.writer.internal.file.encoder.Scratch;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;

/** Collects column statistics of a file for its manifest entry. */
final class FileStatistics {

    private final List<DataField> columns;
    private final List<StatisticsCollector> collectors = new ArrayList<>();
    private final Scratch scratch = new Scratch();

    /** @param modes one per column */
    FileStatistics(List<DataField> columns, List<StatisticsMode> modes) {
        this.columns = columns;
        for (int i = 0; i < columns.size(); i++) {
            collectors.add(StatisticsCollector.of(columns.get(i), modes.get(i), scratch));
        }
    }

    /** @param vectors one per column */
    void add(List<FieldVector> vectors, int rows) {
        for (int i = 0; i < collectors.size(); i++) {
            collectors.get(i).add(vectors.get(i), rows);
        }
    }

    /** @param positions the columns to include */
    SimpleStats of(List<Integer> positions) {
        List<DataType> types = new ArrayList<>();
        List<@Nullable Object> min = new ArrayList<>();
        List<@Nullable Object> max = new ArrayList<>();
        long[] nullCounts = new long[positions.size()];
        for (int i = 0; i < nullCounts.length; i++) {
            StatisticsCollector collector = collectors.get(positions.get(i));
            types.add(columns.get(positions.get(i)).type().asNullable());
            min.add(collector.min());
            max.add(collector.max());
            nullCounts[i] = collector.nullCount();
        }
        return new SimpleStats(BinaryRowWriter.write(types, min), BinaryRowWriter.write(types, max), nullCounts);
    }
}
