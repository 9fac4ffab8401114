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
package io.tablestore.compat;

import io.tablestore.testing.SqlEngine;
import java.util.List;

/** A cluster of Spark whose executors a test may watch and kill. */
interface SparkEngine extends SqlEngine {

    /** Starts a query as soon as the driver has all its executors; {@link #awaitRows} gives its answer. */
    void start(String query) throws Exception;

    /** The rows of the query that was started. */
    List<String> awaitRows() throws Exception;

    /** The executors, the oldest first, as soon as all of them can be inspected. */
    List<ProcessHandle> executors() throws Exception;

    /** Whether a thread of an executor is in the connector's code. */
    boolean isReading(ProcessHandle executor) throws Exception;

    /** Kills an executor as the operating system would; the cluster starts another. */
    void kill(ProcessHandle executor) throws Exception;
}
