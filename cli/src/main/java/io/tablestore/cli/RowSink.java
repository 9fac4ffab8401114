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
package io.tablestore.cli;

import io.tablestore.read.ArrowBatch;
import java.io.IOException;

/**
 * Receives the rows of a scan.
 *
 * <p><b>Threads:</b> safe for concurrent use; a batch is written as one unit.
 */
interface RowSink extends AutoCloseable {

    /** @param limit maximum number of rows to write from the batch */
    void write(ArrowBatch batch, long limit) throws IOException;

    /** Writes buffered rows after the last batch. Without this call the output is incomplete. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;
}
