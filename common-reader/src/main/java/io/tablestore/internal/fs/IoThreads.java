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

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the process that wait for answers of stores. They end after a few idle seconds. If all are busy, the caller does
 * the work itself, so that nobody waits for a thread.
 *
 * <p>Tasks only read and write files that are open already: opening a file may depend on the user on whose behalf a thread runs.
 */
public final class IoThreads {

    private static final int MOST = 64;

    private static final long IDLE_SECONDS = 5;

    private static final ThreadPoolExecutor EXECUTOR = new ThreadPoolExecutor(
            0,
            MOST,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
                Thread thread = new Thread(task, "tablestore-io");
                thread.setDaemon(true);
                return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());

    private IoThreads() {}

    public static ExecutorService executor() {
        return EXECUTOR;
    }
}
