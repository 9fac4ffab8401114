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
package io.tablestore.compat;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files as {@code faulty://run/path}, for engines that read through Hadoop. The calls of the connector are counted and
 * fail as the run of the authority says; those of the engine itself do not. A process of its own gets its run by the
 * setting {@code fs.faulty.run}, {@code <call>/<fault>/<absolute path to report to>}. Of two who rename to one name only one
 * succeeds, as on HDFS.
 */
public final class FaultyHadoopFileSystem extends FileSystem {

    /** Settings of Hadoop with which the scheme is known. */
    public static final Map<String, String> SETTINGS =
            Map.of("fs.faulty.impl", FaultyHadoopFileSystem.class.getName(), "fs.faulty.impl.disable.cache", "true");

    static final String RUN = "fs.faulty.run";

    private static final Map<String, FaultyCalls> RUNS = new ConcurrentHashMap<>();
    private static final AtomicInteger STARTED = new AtomicInteger();

    private URI uri;
    private FaultyCalls calls = FaultyCalls.none();
    private java.nio.file.Path report;

    /** Starts a run in this process, and returns its authority, {@code run1}. */
    public static String start(FaultyCalls calls) {
        String authority = "run" + STARTED.incrementAndGet();
        RUNS.put(authority, calls);
        return authority;
    }

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        setConf(conf);
        uri = URI.create(name.getScheme() + "://" + name.getAuthority());
        String run = conf.get(RUN, "");
        if (!run.isEmpty()) {
            String[] parts = run.split("/", 3);
            report = java.nio.file.Path.of("/" + parts[2]);
            calls = RUNS.computeIfAbsent(
                    run, key -> new FaultyCalls(Integer.parseInt(parts[0]), FaultyCalls.Fault.valueOf(parts[1])));
        } else {
            calls = RUNS.getOrDefault(name.getAuthority(), calls);
        }
    }

    @Override
    public URI getUri() {
        return uri;
    }

    private static boolean isOurs() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .anyMatch(name ->
                                name.startsWith("io.tablestore.") && !name.startsWith("io.tablestore.compat.")));
    }

    private boolean fails(String call, Path path) throws IOException {
        boolean fails = isOurs() && calls.fails(call, path.toString());
        report();
        return fails;
    }

    private void check(String call, Path path) throws IOException {
        if (fails(call, path)) {
            throw calls.failure(path.toString());
        }
    }

    private void report() throws IOException {
        if (report != null) {
            FaultyCalls counted = calls;
            synchronized (counted) {
                Files.writeString(report, counted.write());
            }
        }
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }

    @Override
    public FSDataInputStream open(Path path, int bufferSize) throws IOException {
        check("open", path);
        FileChannel channel = FileChannel.open(existing(path), StandardOpenOption.READ);
        calls.opened();
        report();
        return new FSDataInputStream(new Input(path, channel));
    }

    private static java.nio.file.Path existing(Path path) throws IOException {
        java.nio.file.Path local = local(path);
        if (!Files.exists(local)) {
            throw new java.io.FileNotFoundException(path.toString());
        }
        return local;
    }

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        check("status", path);
        return status(existing(path), path);
    }

    private FileStatus status(java.nio.file.Path local, Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(local, BasicFileAttributes.class);
        return new FileStatus(
                attributes.size(),
                attributes.isDirectory(),
                1,
                1 << 27,
                attributes.lastModifiedTime().toMillis(),
                path.makeQualified(uri, getWorkingDirectory()));
    }

    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        check(FaultyCalls.LIST, path);
        java.nio.file.Path local = existing(path);
        if (!Files.isDirectory(local)) {
            return new FileStatus[] {status(local, path)};
        }
        List<java.nio.file.Path> children;
        try (Stream<java.nio.file.Path> found = Files.list(local)) {
            children = found.toList();
        }
        FileStatus[] statuses = new FileStatus[children.size()];
        for (int i = 0; i < statuses.length; i++) {
            statuses[i] = status(
                    children.get(i),
                    new Path(path, children.get(i).getFileName().toString()));
        }
        return statuses;
    }

    /** A read at a position is one call, however the bytes come. */
    private final class Input extends FSInputStream {

        private final Path path;
        private final FileChannel channel;
        private boolean closed;

        Input(Path path, FileChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) throws IOException {
            boolean fails = fails("read", path);
            ByteBuffer wanted = ByteBuffer.wrap(target, offset, fails ? length / 2 : length);
            while (wanted.hasRemaining()) {
                if (channel.read(wanted, position + wanted.position() - offset) < 0) {
                    throw new java.io.EOFException(path + " ends");
                }
            }
            if (fails) {
                throw calls.failure(path.toString());
            }
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            check("read", path);
            return channel.read(ByteBuffer.wrap(target, offset, length));
        }

        @Override
        public void seek(long position) throws IOException {
            channel.position(position);
        }

        @Override
        public long getPos() throws IOException {
            return channel.position();
        }

        @Override
        public boolean seekToNewSource(long position) {
            return false;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                channel.close();
                calls.closed();
                check(FaultyCalls.CLOSE, path);
            }
        }
    }

    @Override
    public FSDataOutputStream create(
            Path path,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        java.nio.file.Path local = local(path);
        Files.createDirectories(local.getParent());
        OpenOption[] how = overwrite
                ? new OpenOption[] {
                    StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
                }
                : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
        try {
            return new FSDataOutputStream(Files.newOutputStream(local, how), null);
        } catch (FileAlreadyExistsException taken) {
            throw new org.apache.hadoop.fs.FileAlreadyExistsException(path.toString());
        }
    }

    @Override
    public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        try {
            if (Files.isDirectory(local(from))) {
                Files.move(local(from), local(to));
            } else {
                Files.createLink(local(to), local(from)); // unlike a move it never replaces
                Files.delete(local(from));
            }
            return true;
        } catch (FileAlreadyExistsException | NoSuchFileException refused) {
            return false;
        }
    }

    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        java.nio.file.Path local = local(path);
        if (!Files.exists(local)) {
            return false;
        }
        List<java.nio.file.Path> all;
        try (Stream<java.nio.file.Path> below = Files.walk(local)) {
            all = below.sorted(Comparator.reverseOrder()).toList();
        }
        for (java.nio.file.Path one : all) {
            Files.delete(one);
        }
        return true;
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        Files.createDirectories(local(path));
        return true;
    }

    @Override
    public void setWorkingDirectory(Path directory) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getWorkingDirectory() {
        return new Path(uri.toString() + "/");
    }
}
