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
package io.tablestore.writer.internal.file.encoder;

import java.io.IOException;
import java.util.List;
import org.apache.arrow.vector.FieldVector;

/**
 * Writes rows to one file of a format, column by column.
 *
 * <p><b>Ownership:</b> the caller owns the underlying stream and closes it. <b>Threads:</b> one at a time.
 */
public interface FileEncoder extends AutoCloseable {

    /**
     * Appends rows.
     *
     * @param columns in file order; value vectors, borrowed for the call
     * @param rowCount number of rows of each vector
     */
    void write(List<FieldVector> columns, int rowCount) throws IOException;

    /** Approximate size of the file in bytes if it ended here. */
    long size();

    /** Ends the file: writes buffered data and the footer. */
    void finish() throws IOException;

    /** Frees memory. The file is complete only if {@link #finish} was called before. */
    @Override
    void close();
}
