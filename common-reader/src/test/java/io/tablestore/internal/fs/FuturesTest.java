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
package io.tablestore.internal.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.ReadCancelledException;
import java.io.EOFException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class FuturesTest {

    private static <T> FutureTask<T> done(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        task.run();
        return task;
    }

    @Test
    void aTaskFailsAsIfTheCallerHadDoneIt() {
        IllegalArgumentException failure = new IllegalArgumentException("x");
        assertThatThrownBy(() -> Futures.get(done(() -> {
                    throw failure;
                })))
                .isSameAs(failure);
        EOFException outside = new EOFException();
        assertThatThrownBy(() -> Futures.get(done(() -> {
                    throw outside;
                })))
                .hasCause(outside);
        assertThat(Futures.get(done(() -> 7))).isEqualTo(7);
    }

    @Test
    void anInterruptCancelsTheReadAndStays() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> Futures.get(new CompletableFuture<>())).isInstanceOf(ReadCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void anInterruptDoesNotEndTheWaitForTheEnd() {
        CompletableFuture<Integer> late = new CompletableFuture<>();
        Thread waiting = Thread.currentThread();
        waiting.interrupt();
        Thread completing = new Thread(() -> {
            while (waiting.isInterrupted()) { // until it has noticed
                Thread.onSpinWait();
            }
            late.complete(1);
        });
        completing.start();
        assertThat(Futures.awaitEnd(late)).isTrue();
        assertThat(late).isDone();
        assertThat(Futures.awaitEnd(late)).isFalse();
        assertThat(Futures.awaitEnd(CompletableFuture.failedFuture(new EOFException())))
                .isFalse();
    }
}
