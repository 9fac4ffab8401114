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

import java.util.List;

/** A reader of the tables in the object store. */
interface S3Contender {

    String name();

    /** Opens a table, of which nothing is cached, and plans a scan of some columns. */
    Planned plan(String table, List<String> columns) throws Exception;

    /** A plan, which several threads read. */
    interface Planned extends AutoCloseable {

        /** Reads every value of the splits that no other thread has begun to read; returns a checksum. */
        long read() throws Exception;

        @Override
        default void close() {}
    }
}
