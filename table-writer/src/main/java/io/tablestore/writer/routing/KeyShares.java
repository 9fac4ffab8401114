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
package io.tablestore.writer.routing;

import io.tablestore.options.LayoutOptions;
import io.tablestore.options.OptionSet;
import io.tablestore.schema.TableSchema;

/**
 * How tasks share the work of giving keys their buckets: the keys of a partition are shared by hash, and so are the numbers
 * that new buckets can get. Where a partition starts differs, so that many partitions keep all tasks busy.
 *
 * @param tasks that give keys their buckets
 * @param perPartition how many of them share one partition
 */
public record KeyShares(int tasks, int perPartition) {

    /** One task does it all. */
    public static final KeyShares ALONE = new KeyShares(1, 1);

    /** As many tasks for a partition as it can have buckets; as it has at first, where that is set. */
    public static KeyShares of(TableSchema schema, int tasks) {
        OptionSet options = schema.optionSet();
        int initial = options.get(LayoutOptions.DYNAMIC_BUCKET_INITIAL);
        int max = options.get(LayoutOptions.DYNAMIC_BUCKET_MAX);
        int shares = initial > 0 ? Math.min(initial, tasks) : tasks;
        return new KeyShares(tasks, max > 0 ? Math.min(max, shares) : shares);
    }

    /** The task that knows a key. */
    public int task(int partitionHash, int keyHash) {
        return Math.floorMod(partitionHash + share(keyHash), tasks);
    }

    /** The share of a partition that a key is in. */
    public int share(int keyHash) {
        return Math.floorMod(keyHash, perPartition);
    }

    /** The share of a partition that a task has. */
    public int shareOf(int task, int partitionHash) {
        return Math.floorMod(task - partitionHash, tasks);
    }
}
