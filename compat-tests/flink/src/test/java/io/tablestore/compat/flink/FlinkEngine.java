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
package io.tablestore.compat.flink;

import io.tablestore.testing.SqlEngine;
import java.nio.file.Path;
import java.util.List;

/** A cluster of Flink whose task managers a test may kill. */
interface FlinkEngine extends SqlEngine {

    /** Runs the statements of one session, the last of which starts a streaming job; returns the job's id. */
    String submit(List<String> statements) throws Exception;

    /** FINISHED, RUNNING, RESTARTING, FAILED or CANCELED. */
    String state(String job) throws Exception;

    /** The sum of a metric over a job's tasks, 0 as long as no task reports it. */
    double metric(String job, String name) throws Exception;

    void cancel(String job) throws Exception;

    /** Makes a savepoint of a running job, below a directory; returns where it is. */
    String savepoint(String job, Path target) throws Exception;

    /** Kills a task manager as the operating system would, and starts another. */
    void replaceTaskManager(int number) throws Exception;
}
