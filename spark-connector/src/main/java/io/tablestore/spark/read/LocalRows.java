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
package io.tablestore.spark.read;

import io.tablestore.spark.table.RefusedStreams;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;

/** A scan whose rows the driver already holds. */
public record LocalRows(StructType readSchema, String description, List<InternalRow> list) implements LocalScan {

    @Override
    public InternalRow[] rows() {
        return list.toArray(InternalRow[]::new);
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpoint) {
        throw RefusedStreams.noStreamingRead(description);
    }
}
