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

/** What reads the tables of the object store as a whole: an engine, a program, or a library. */
interface QueryContender extends AutoCloseable {

    String engine();

    /** Whose code reads the tables, as the report names it. */
    String reader();

    /** Before the clock starts: makes a copy of a table known. */
    default void define(String copy, String table) throws Exception {}

    /**
     * Reads every value of a table's columns.
     *
     * @param copy the database, whose tables this contender has not read yet
     * @return what all contenders of this engine must agree on
     */
    String answer(String copy, String table) throws Exception;

    @Override
    void close() throws Exception;
}
