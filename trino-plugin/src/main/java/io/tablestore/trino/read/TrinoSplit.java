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
package io.tablestore.trino.read;

import io.trino.spi.SplitWeight;
import io.trino.spi.connector.ConnectorSplit;
import java.util.Optional;

/**
 * A split of the reader in its serialized form.
 *
 * @param split empty for the single row of a table whose aggregates the planner took from metadata
 * @param bucket the split's bucket
 * @param affinity equal for splits that read the same files, in all queries
 * @param weight relative to a standard split, from 0.05 to 1
 */
public record TrinoSplit(byte[] split, int bucket, long affinity, double weight) implements ConnectorSplit {

    private static final int INSTANCE_BYTES = 64;

    @Override
    public SplitWeight getSplitWeight() {
        return SplitWeight.fromProportion(weight);
    }

    @Override
    public Optional<String> getAffinityKey() {
        return Optional.of(Long.toString(affinity));
    }

    @Override
    public long getRetainedSizeInBytes() {
        return (long) INSTANCE_BYTES + split.length;
    }
}
