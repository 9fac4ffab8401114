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
package io.tablestore.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two threads that read a plan together, as the tasks of a small engine do. */
final class ScanThreads implements AutoCloseable {

    private static final int THREADS = 2;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** Reads every value; returns a checksum. */
    long read(S3Contender.Planned plan) throws Exception {
        List<Future<Long>> readers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            readers.add(threads.submit(plan::read));
        }
        long sum = 0;
        for (Future<Long> reader : readers) {
            sum += reader.get();
        }
        return sum;
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
