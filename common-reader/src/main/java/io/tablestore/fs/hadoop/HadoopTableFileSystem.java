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

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The one place where Hadoop's file systems are used. Its class is only loaded for locations that are not local, or when
 * asked for by name; Hadoop's classes come from whoever runs the reader.
 */
public final class HadoopTableFileSystem implements TableFileSystem {

    private final Configuration configuration;

    /** @param properties set on top of the Hadoop configuration found on the class path */
    public HadoopTableFileSystem(Map<String, String> properties) {
        configuration = new Configuration();
        properties.forEach(configuration::set);
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        Path hadoopPath = new Path(path.location());
        FileSystem fileSystem = hadoopPath.getFileSystem(configuration);
        long size = fileSystem.getFileStatus(hadoopPath).getLen();
        return new StreamReader(path, size, fileSystem.open(hadoopPath));
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        Path hadoopPath = new Path(directory.location());
        FileSystem fileSystem = hadoopPath.getFileSystem(configuration);
        List<Entry> entries = new ArrayList<>();
        try {
            for (FileStatus status : fileSystem.listStatus(hadoopPath)) {
                entries.add(new Entry(status.getPath().getName(), status.isDirectory()));
            }
        } catch (FileNotFoundException missing) {
            return List.of();
        }
        return entries;
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        Path hadoopPath = new Path(path.location());
        return hadoopPath.getFileSystem(configuration).exists(hadoopPath);
    }

    private record StreamReader(TablePath path, long size, FSDataInputStream stream) implements RangeReader {

        @Override
        public void readFully(long position, ByteBuffer target) throws IOException {
            if (target.hasArray()) {
                stream.readFully(
                        position, target.array(), target.arrayOffset() + target.position(), target.remaining());
                target.position(target.limit());
            } else {
                byte[] bytes = new byte[target.remaining()];
                stream.readFully(position, bytes);
                target.put(bytes);
            }
        }

        @Override
        public void readFully(List<Range> ranges) throws IOException {
            if (ranges.size() < 2) {
                RangeReader.super.readFully(ranges);
                return;
            }
            List<FileRange> fileRanges = new ArrayList<>();
            for (Range range : ranges) {
                fileRanges.add(FileRange.createFileRange(
                        range.position(), range.target().remaining()));
            }
            stream.readVectored(fileRanges, ByteBuffer::allocate);
            for (int i = 0; i < ranges.size(); i++) {
                ranges.get(i).target().put(await(fileRanges.get(i)));
            }
        }

        private ByteBuffer await(FileRange range) throws IOException {
            try {
                return range.getData().get();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                InterruptedIOException wrapped = new InterruptedIOException("interrupted while reading " + path);
                wrapped.initCause(interrupted);
                throw wrapped;
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof IOException cause ? cause : new IOException(failed.getCause());
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
