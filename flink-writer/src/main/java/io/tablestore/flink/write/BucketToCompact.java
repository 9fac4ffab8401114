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
package io.tablestore.flink.write;

import io.tablestore.catalog.Table;
import io.tablestore.writer.TableBucket;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** A bucket that a compaction job processes. It is a plain class with public fields, as Flink's serializers require. */
public final class BucketToCompact implements Serializable {

    private static final long serialVersionUID = 1L;

    /** The serialized values of the partition columns. */
    public byte[] partition = new byte[0];

    public int bucket;

    /** The buckets of a table that have files. */
    public static List<BucketToCompact> of(Table table) {
        List<BucketToCompact> buckets = new ArrayList<>();
        for (TableBucket id : TableBucket.allOf(table)) {
            BucketToCompact bucket = new BucketToCompact();
            bucket.partition = id.partition().serialize();
            bucket.bucket = id.bucket();
            buckets.add(bucket);
        }
        return buckets;
    }
}
