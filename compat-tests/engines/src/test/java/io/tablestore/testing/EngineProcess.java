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
package io.tablestore.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;

/** A server in a process of its own, which listens on a free port of the loopback address. */
public final class EngineProcess implements AutoCloseable {

    private final TestProcess process;
    private final int port;
    private final Duration patience;

    EngineProcess(TestProcess process, int port, Duration patience) {
        this.process = process;
        this.port = port;
        this.patience = patience;
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param home the directory it runs in, created if it is not there
     * @throws AssertionError with the end of its log, if it ends before or takes too long; it does not run any more then
     */
    public static EngineProcess start(Launch launch, Path home) throws Exception {
        int port = Ports.free();
        TestProcess process = launch.program(home, port).start(launch.log(home));
        EngineProcess server = new EngineProcess(process, port, launch.patience());
        server.awaitReady("port " + port + " is open", () -> Ports.isOpen(port));
        return server;
    }

    /** Waits for more than the port, as {@link #start} does. */
    public void awaitReady(String what, Callable<Boolean> condition) throws Exception {
        try {
            process.awaitReady(what, patience, condition);
        } catch (Exception | AssertionError failed) {
            close();
            throw failed;
        }
    }

    /** The port of {@code 127.0.0.1} where it listens. */
    public int port() {
        return port;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Everything that it has printed. */
    public String log() {
        return process.log();
    }

    /** For what a test does to the process itself, such as looking at its threads. */
    public TestProcess process() {
        return process;
    }

    /** Ends it and the processes that it started, without a goodbye. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        kill();
    }
}
