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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.RangeReader.Range;
import io.tablestore.fs.TablePath;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.junit.jupiter.api.Test;

/** Hadoop before 3.3.5 has no reads of several ranges, nor the class of a range. */
class OlderHadoopTest {

    private static final String RANGE = "org.apache.hadoop.fs.FileRange";

    /** Loads everything by itself, but no class of a range. */
    private static final class Older extends URLClassLoader {

        Older(URL[] classPath) {
            super(classPath, ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean isResolved) throws ClassNotFoundException {
            if (name.equals(RANGE)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, isResolved);
        }
    }

    /** A stream of Hadoop's over bytes in memory. */
    private static final class Bytes extends ByteArrayInputStream implements Seekable, PositionedReadable {

        Bytes(String content) {
            super(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int read(long position, byte[] target, int offset, int length) {
            System.arraycopy(buf, Math.toIntExact(position), target, offset, length);
            return length;
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) {
            read(position, target, offset, length);
        }

        @Override
        public void readFully(long position, byte[] target) {
            read(position, target, 0, target.length);
        }

        @Override
        public void seek(long position) {
            pos = Math.toIntExact(position);
        }

        @Override
        public long getPos() {
            return pos;
        }

        @Override
        public boolean seekToNewSource(long target) {
            return false;
        }
    }

    /** What runs in the class loader. */
    public static final class Reads {

        private Reads() {}

        /** Reads the first two and the last three of ten bytes. */
        public static String twoRanges() throws IOException {
            Range first = new Range(0, ByteBuffer.allocate(2));
            Range last = new Range(7, ByteBuffer.allocateDirect(3));
            FSDataInputStream stream = new FSDataInputStream(new Bytes("0123456789"));
            try (StreamReader reader =
                    new StreamReader(new TablePath("x"), 10, CompletableFuture.completedFuture(stream))) {
                reader.readFully(List.of(first, last));
            }
            return StandardCharsets.UTF_8.decode(first.target().flip()).toString()
                    + StandardCharsets.UTF_8.decode(last.target().flip());
        }
    }

    @Test
    void rangesAreReadOneByOne() throws Exception {
        try (Older loader = new Older(classPath())) {
            Class<?> reads = loader.loadClass(Reads.class.getName());
            assertThat(reads.getClassLoader()).isSameAs(loader);
            assertThat(reads.getMethod("twoRanges").invoke(null)).isEqualTo("01789");
        }
    }

    @Test
    void rangesAreReadTogetherByThisVersion() throws IOException {
        assertThat(Reads.twoRanges()).isEqualTo("01789");
    }

    private static URL[] classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(OlderHadoopTest::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
