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
package io.tablestore.fs.hadoop;

import io.tablestore.fs.Abortable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file that an object store publishes when it is closed. It replaces whatever is there, and the store is not asked what that is. */
final class ObjectOutput extends OutputStream implements Abortable {

    private static final String CAPABILITY = "fs.capability.outputstream.abortable";

    private final FSDataOutputStream stream;

    private ObjectOutput(FSDataOutputStream stream) {
        this.stream = stream;
    }

    /** Opens a file; the stream of the store's own if that cannot be aborted. */
    static OutputStream open(FileSystem fileSystem, Path path) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(path);
        builder.overwrite(true);
        builder.recursive();
        builder.opt("fs.s3a.create.performance", true); // without it S3A asks whether the path is a directory
        FSDataOutputStream stream = (FSDataOutputStream) builder.build();
        return stream.hasCapability(CAPABILITY) ? new ObjectOutput(stream) : stream;
    }

    /** Writes a complete file. */
    static void write(FileSystem fileSystem, Path path, byte[] content) throws IOException {
        try (OutputStream out = open(fileSystem, path)) {
            boolean isComplete = false;
            try {
                out.write(content);
                isComplete = true;
            } finally {
                if (!isComplete && out instanceof Abortable object) { // closing would publish a part of it
                    object.abort();
                }
            }
        }
    }

    @Override
    public void write(int b) throws IOException {
        stream.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    @Override
    public void abort() {
        stream.abort();
    }
}
