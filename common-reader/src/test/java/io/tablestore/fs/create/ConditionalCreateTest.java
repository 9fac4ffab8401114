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

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.fs.create.ScriptedStore.Event;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class ConditionalCreateTest {

    private static final TablePath FILE = new TablePath("mem://b/t/snapshot/snapshot-1");
    private static final byte[] OURS = "ours".getBytes(UTF_8);

    /** Far away for tests that must not reach it. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private static final Duration SHORT = Duration.ofMillis(50);

    /** Enough for some requests, however busy the machine is. */
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ScriptedStore store = new ScriptedStore("b");

    @AfterEach
    void noInterruptIsLeft() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private boolean create(Duration timeout) throws IOException {
        return new ConditionalCreate(store, timeout, Duration.ofMillis(1)).create(FILE, OURS);
    }

    private byte[] stored() {
        return Objects.requireNonNull(store.files.get(FILE.location()));
    }

    @Test
    void aCreateIsOneRequest() throws IOException {
        assertThat(create(LONG)).isTrue();
        assertThat(store.requests).containsExactly("PUT 1");
    }

    @Test
    void anothersFileStays() {
        store.files.put(FILE.location(), ScriptedStore.THEIRS);
        assertThatThrownBy(() -> create(LONG))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(FILE.location());
        assertThat(stored()).isEqualTo(ScriptedStore.THEIRS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Event.class,
            names = {"NOT_SEEN", "CONFLICT", "LOST", "LATE", "RACE_AND_DELETE"})
    void whatHappensOnceIsResolved(Event event) throws IOException {
        store.then(event, event);
        assertThat(create(LONG)).isTrue();
        store.deliverLate();
        assertThat(stored()).isEqualTo(OURS);
    }

    /** The answer to our request is lost, and the race too. */
    @Test
    void aLostRaceIsRecognizedAfterALostAnswer() {
        store.then(Event.LATE, Event.RACE);
        assertThatThrownBy(() -> create(LONG)).isInstanceOf(FileAlreadyExistsException.class);
        store.deliverLate();
        assertThat(stored()).isEqualTo(ScriptedStore.THEIRS);
    }

    @Test
    void requestsThatAreNeverAnsweredLeaveTheOutcomeUnknown() {
        store.otherwise(Event.LATE);
        assertThatThrownBy(() -> create(SHORT))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageMatching("Whether " + FILE + " was created is not known: LATE \\d+");
        assertThat(store.requests).doesNotContain("GET");
        assertThat(store.files).isEmpty();
        store.deliverLate();
        assertThat(stored()).isEqualTo(OURS);
    }

    @ParameterizedTest
    @EnumSource(
            value = Event.class,
            names = {"NOT_SEEN", "CONFLICT"})
    void requestsThatTheStoreDidNotCarryOutCreateNothing(Event event) {
        store.otherwise(event);
        assertThatThrownBy(() -> create(SHORT))
                .isNotInstanceOf(UnknownOutcomeException.class)
                .hasMessageStartingWith(event + " ");
    }

    @Test
    void oneUnansweredRequestAmongConflictsLeavesTheOutcomeUnknown() {
        store.then(Event.CONFLICT, Event.LATE).otherwise(Event.CONFLICT);
        assertThatThrownBy(() -> create(SECOND))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining(": CONFLICT ");
    }

    @Test
    void aRefusalIsFinal() {
        store.then(Event.REFUSED);
        assertThatThrownBy(() -> create(LONG)).isExactlyInstanceOf(IOException.class);
        assertThat(store.requests).containsExactly("PUT 1");
    }

    @Test
    void aRefusalAfterAnUnansweredRequestIsNotCertain() {
        store.then(Event.LATE, Event.REFUSED);
        assertThatThrownBy(() -> create(LONG))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageEndingWith(": REFUSED 2");
    }

    @Test
    void aStoreWithoutTheConditionSaysSo() throws IOException {
        store.then(Event.UNSUPPORTED);
        assertThat(create(LONG)).isFalse();
    }

    @Test
    void aStoreWithoutTheConditionIsNotTrustedAfterAnUnansweredRequest() {
        store.then(Event.LATE, Event.UNSUPPORTED);
        assertThatThrownBy(() -> create(LONG)).isInstanceOf(UnknownOutcomeException.class);
    }

    @Test
    void aFileThatCannotBeReadLeavesTheOutcomeUnknown() {
        store.then(Event.RACE).readsFail(new IOException("denied"));
        assertThatThrownBy(() -> create(LONG))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasMessageEndingWith(": denied");
    }

    @Test
    void anInterruptLeavesTheOutcomeUnknownAndStays() {
        store.then(Event.INTERRUPT);
        assertThatThrownBy(() -> create(LONG))
                .isInstanceOf(UnknownOutcomeException.class)
                .hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.requests).hasSize(1);
    }
}
