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
package io.tablestore.fs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.TablePath;
import io.tablestore.fs.create.ScriptedStore.Event;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConditionProbeTest {

    private static final TablePath FILE = new TablePath("mem://b/t/snapshot/snapshot-1");

    private static int buckets;

    private final ScriptedStore store = new ScriptedStore("bucket of a test " + buckets++);

    private boolean passes() throws IOException {
        ConditionalCreate creates = new ConditionalCreate(store, Duration.ofSeconds(20), Duration.ofMillis(1));
        return new ConditionProbe(store, creates).passes(FILE);
    }

    @Test
    void aBucketIsProbedOnce() throws IOException {
        assertThat(passes()).isTrue();
        assertThat(store.requests).containsExactly("PUT 1", "PUT 1", "DELETE");
        assertThat(passes()).isTrue();
        assertThat(store.requests).hasSize(3);
        assertThat(store.files).isEmpty();
    }

    @Test
    void aStoreThatIgnoresTheConditionFailsEachTime() throws IOException {
        store.otherwise(Event.IGNORED_CONDITION);
        assertThat(passes()).isFalse();
        assertThat(passes()).isFalse();
        assertThat(store.requests).hasSize(6);
        assertThat(store.files).isEmpty();
    }

    @Test
    void lostAnswersDoNotFailTheProbe() throws IOException {
        store.then(Event.LOST);
        assertThat(passes()).isTrue();
        assertThat(store.requests).containsExactly("PUT 1", "PUT 2", "PUT 1", "DELETE");
    }

    @Test
    void aRefusedProbeSaysWhy() {
        store.then(Event.REFUSED);
        assertThatThrownBy(this::passes).hasMessage("REFUSED 1");
    }
}
