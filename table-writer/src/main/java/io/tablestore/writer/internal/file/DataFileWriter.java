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
package io.tablestore.writer.internal.file;

import io.tablestore.arrow.ArrowMemory;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.Abortable;
import io.tablestore.internal.memory.MemoryShortage;
import io.tablestore.writer.internal.file.encoder.FileEncoder;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.FieldVector;

/**
 * Writes the bytes of one data file. A failure is reported with the name of the file, also if memory is full.
 *
 * <p><b>Ownership:</b> the encoder's memory is released by {@link #finish} or {@link #abandon}; one of them must be called.
 * <b>Threads:</b> one at a time.
 */
final class DataFileWriter {

    private static final int BUFFER_BYTES = 64 << 10;

    /**
     * Heap reserve that is released when the rest of the heap is full, so that the error can be reported. With its array header
     * it fills one G1 region, because a smaller array does not free a region that contains other objects.
     */
    private static final int RESERVE_BYTES = (1 << 20) - 64;

    private static final byte[] NOTHING = {};

    private final BucketDirectory directory;
    private final String name;
    private final OutputStream file;
    private final CountedOutput counted;
    private final OutputStream out;
    private final BufferAllocator memory = ArrowMemory.newRoot(Long.MAX_VALUE);
    private final FileEncoder encoder;
    private byte[] reserve = new byte[RESERVE_BYTES];

    /** Creates the file. If that fails, nothing is left of it. */
    DataFileWriter(BucketDirectory directory, String name, FileEncoders encoders) {
        this.directory = directory;
        this.name = name;
        try {
            this.file = directory.create(name);
        } catch (IOException failed) {
            memory.close();
            throw cannotWrite(failed);
        } catch (RuntimeException refused) {
            memory.close();
            throw refused;
        }
        this.counted = new CountedOutput(file);
        this.out = new BufferedOutputStream(counted, BUFFER_BYTES);
        try {
            this.encoder = encoders.open(out, memory);
        } catch (IOException failed) {
            throw notBegun(cannotWrite(failed));
        } catch (RuntimeException refused) {
            throw notBegun(refused);
        } catch (OutOfMemoryError full) {
            reserve = NOTHING;
            throw notBegun(MemoryShortage.onHeap("Writing " + directory.name() + name, full));
        }
    }

    /** Cleans up after a failure to create the encoder. */
    private RuntimeException notBegun(RuntimeException failed) {
        memory.close();
        remove();
        return failed;
    }

    private TableStoreException cannotWrite(IOException failed) {
        return new TableStoreException(
                directory.name() + name + ": The file cannot be written: " + failed.getMessage()
                        + ". Check that this user may write there and that there is room, and try again.",
                failed);
    }

    /** @param stored the columns of the file */
    void write(List<FieldVector> stored, int rowCount) {
        try {
            encoder.write(stored, rowCount);
        } catch (IOException failed) {
            throw cannotWrite(failed);
        } catch (OutOfMemoryException full) {
            throw MemoryShortage.offHeap("Writing " + directory.name() + name, memory, full);
        } catch (OutOfMemoryError full) {
            throw tooLittleHeap(full);
        }
    }

    /** Frees the file's heap memory first, because creating the message needs some. */
    private TableStoreException tooLittleHeap(OutOfMemoryError full) {
        if (reserve.length > 0) {
            reserve = NOTHING;
        }
        encoder.close();
        return MemoryShortage.onHeap("Writing " + directory.name() + name, full);
    }

    String name() {
        return name;
    }

    /** Number of bytes so far, some of them not yet in the file. */
    long size() {
        return encoder.size();
    }

    /** Ends the file; returns its size in bytes. */
    long finish() {
        try {
            encoder.finish();
            out.close();
            return counted.bytes();
        } catch (IOException failed) {
            throw cannotWrite(failed);
        } catch (OutOfMemoryException full) {
            throw MemoryShortage.offHeap("Writing " + directory.name() + name, memory, full);
        } catch (OutOfMemoryError full) {
            throw tooLittleHeap(full);
        } finally {
            release();
        }
    }

    private void release() {
        encoder.close();
        memory.close();
    }

    /** Deletes the file. */
    void abandon() {
        release();
        remove();
    }

    private void remove() {
        if (file instanceof Abortable upload) { // closing would publish it
            upload.abort();
        }
        try {
            out.close();
        } catch (IOException alreadyFailed) {
            // A failure to write does not matter, because nothing will read the file.
        }
        directory.deleteUncommitted(name);
    }
}
