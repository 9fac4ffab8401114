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
 * Divides the assignment of keys to buckets among tasks. The keys of a partition are shared by hash, and so are the numbers of
 * its new buckets. Partitions start at different tasks, so that many partitions keep all tasks busy.
 *
 * @param tasks number of tasks that assign keys
 * @param perPartition number of tasks that share one partition
 */
public record KeyShares(int tasks, int perPartition) {

    /** A single task. */
    public static final KeyShares ALONE = new KeyShares(1, 1);

    /** Uses as many tasks per partition as it can have buckets, or initial buckets if that number is set. */
    public static KeyShares of(TableSchema schema, int tasks) {
        OptionSet options = schema.optionSet();
        int initial = options.get(LayoutOptions.DYNAMIC_BUCKET_INITIAL);
        int max = options.get(LayoutOptions.DYNAMIC_BUCKET_MAX);
        int shares = initial > 0 ? Math.min(initial, tasks) : tasks;
        return new KeyShares(tasks, max > 0 ? Math.min(max, shares) : shares);
    }

    /** The task that a key is assigned to. */
    public int task(int partitionHash, int keyHash) {
        return Math.floorMod(partitionHash + share(keyHash), tasks);
    }

    /** A key's share of its partition. */
    public int share(int keyHash) {
        return Math.floorMod(keyHash, perPartition);
    }

    /** A task's share of a partition. */
    public int shareOf(int task, int partitionHash) {
        return Math.floorMod(task - partitionHash, tasks);
    }
}
