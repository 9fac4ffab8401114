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
package io.tablestore.fs.create;

import io.tablestore.fs.TablePath;
import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * A client of an object store that can create a file on the condition that there is none.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public interface ConditionalStore {

    /**
     * Sends one request to create a file. Every failure is a result; a client that repeats requests by itself must not report
     * as refused what an earlier request may have done.
     *
     * @param number of this request for the same file, from 1; for messages
     */
    Attempt send(TablePath file, byte[] content, int number);

    /**
     * Reads a complete file.
     *
     * @throws FileNotFoundException if it does not exist
     */
    byte[] read(TablePath file) throws IOException;

    /** Deletes a file; does nothing if it does not exist. */
    void delete(TablePath file) throws IOException;

    /** The store and the bucket of a file, as text: what one of its files shows about the condition holds for all. */
    String bucket(TablePath file) throws IOException;
}
