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

import io.tablestore.compat.HiveServers.HiveSession;
import io.tablestore.testing.SqlEngine;
import java.util.List;

/** A HiveServer2 with its metastore. */
interface HiveEngine extends SqlEngine {

    /** A session of a user. */
    HiveSession connect(String user) throws Exception;

    /** Where other engines find the metastore. */
    String metastoreUri();

    /** The current length of HiveServer2's log. */
    long logLength() throws Exception;

    /** The lines with a text that HiveServer2 has logged since its log had a length. */
    List<String> logged(long since, String text) throws Exception;

    /** The stacks of HiveServer2's threads. */
    String threads() throws Exception;
}
