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
package io.tablestore.writer.internal.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HashBucketsTest {

    @Test
    void whatIsNotThereHasNoBucket() {
        HashBuckets buckets = new HashBuckets();
        assertThat(buckets.get(0)).isEqualTo(-1);
        buckets.put(0, 3);
        assertThat(buckets.get(0)).isEqualTo(3);
        assertThat(buckets.get(1)).isEqualTo(-1);
        buckets.put(0, 4);
        assertThat(buckets.get(0)).isEqualTo(4);
    }

    @Test
    void itHoldsWhatAMapHolds() {
        long seed = 5;
        Random random = new Random(seed);
        HashBuckets buckets = new HashBuckets();
        Map<Integer, Integer> model = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            int hash = random.nextBoolean() ? random.nextInt(2000) << 7 : random.nextInt();
            buckets.put(hash, i % 10);
            model.put(hash, i % 10);
        }
        model.forEach((hash, bucket) ->
                assertThat(buckets.get(hash)).as("seed %s", seed).isEqualTo(bucket));
    }

    @Test
    void containsAllAsksForTheSameBucketOfEachHash() {
        HashBuckets few = new HashBuckets();
        HashBuckets many = new HashBuckets();
        assertThat(many.containsAll(few)).isTrue();
        few.put(1, 0);
        assertThat(many.containsAll(few)).isFalse();
        many.put(1, 0);
        many.put(2, 5);
        assertThat(many.containsAll(few)).isTrue();
        assertThat(few.containsAll(many)).isFalse();
        few.put(2, 4);
        assertThat(many.containsAll(few)).isFalse();
    }
}
