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
package io.tablestore.compat.trino;

import io.tablestore.testing.SqlEngine;
import java.sql.Connection;

/** A server of Trino with a catalog {@code lake}. */
interface TrinoEngine extends SqlEngine {

    /** A session of its own. */
    Connection connect() throws Exception;

    /** What the connector reports about the memory of a node's splits. */
    record Held(int splits, long bytes, long busyThreads) {}

    /** What the connector of the coordinator holds now. */
    Held held() throws Exception;
}
