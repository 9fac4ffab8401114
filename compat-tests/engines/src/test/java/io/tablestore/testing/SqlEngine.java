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

import java.util.List;

/**
 * A running engine with the packaged connector, as far as a test needs it: statements in, rows out. Each engine extends this with
 * what its own tests ask of it; how its processes came to run is the matter of who implements it.
 */
public interface SqlEngine extends AutoCloseable {

    /** Runs a statement whose rows, if it has any, nobody wants. */
    void run(String statement) throws Exception;

    /** The rows of a query, each as the engine writes it, in the order in which they come. */
    List<String> rows(String query) throws Exception;

    /** The ends of the logs of its processes, for the messages of failed tests. */
    String logs() throws Exception;

    /** Ends all of its processes. */
    @Override
    void close() throws Exception;
}
