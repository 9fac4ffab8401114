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
package io.tablestore.writer.internal.file.parquet;

import java.io.IOException;
import org.apache.arrow.vector.FieldVector;

/** One column of the row group that is being written. */
interface ParquetSink {

    /** Appends the values of a batch; the vector is not kept. */
    void write(FieldVector vector, int rowCount) throws IOException;

    /** Bytes of the column so far, as far as is known of the page that is open. */
    long bufferedBytes();

    /** Ends the last page; nothing is written after it. */
    void flush() throws IOException;
}
