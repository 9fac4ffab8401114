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
package io.tablestore.fs;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The local file system. */
public final class LocalFileSystem implements TableFileSystem {

    @Override
    public RangeReader open(TablePath path) throws IOException {
        try {
            return new ChannelReader(path, FileChannel.open(local(path), StandardOpenOption.READ));
        } catch (NoSuchFileException missing) {
            throw notFound(path, missing);
        }
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(local(directory))) {
            for (Path path : stream) {
                entries.add(new Entry(String.valueOf(path.getFileName()), Files.isDirectory(path), Entry.UNKNOWN_SIZE));
            }
        } catch (NoSuchFileException | NotDirectoryException missing) {
            return List.of();
        } catch (DirectoryIteratorException failed) {
            throw failed.getCause();
        }
        return entries;
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        try {
            Files.readAttributes(local(path), BasicFileAttributes.class); // throws if it cannot tell, unlike exists()
            return true;
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    @Override
    public boolean directoryExists(TablePath directory) throws IOException {
        return Files.isDirectory(local(directory));
    }

    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        Path target = local(path);
        Path temporary = temporary(target);
        try {
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
            Files.createLink(target, temporary); // unlike a move, this never replaces a file
        } catch (UnsupportedOperationException noLinks) {
            throw new IOException(path + ": its file system has no hard links, which make a file at once", noLinks);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public OutputStream write(TablePath path) throws IOException {
        Path target = local(path);
        try {
            return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (NoSuchFileException noDirectory) {
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            return Files.newOutputStream(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    @Override
    public void overwrite(TablePath path, byte[] content) throws IOException {
        Path target = local(path);
        Path temporary = temporary(target);
        try {
            Files.write(temporary, content, StandardOpenOption.CREATE_NEW);
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public void delete(TablePath file) throws IOException {
        Files.deleteIfExists(local(file));
    }

    @Override
    public @Nullable Status status(TablePath file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(local(file), BasicFileAttributes.class);
            return new Status(attributes.size(), attributes.lastModifiedTime().toMillis());
        } catch (NoSuchFileException missing) {
            return null;
        }
    }

    /** A hidden file next to the target, with a name that no other writer uses. */
    private static Path temporary(Path target) throws IOException {
        Path directory = Objects.requireNonNull(target.getParent());
        Files.createDirectories(directory);
        return directory.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    @Override
    public void createDirectory(TablePath directory) throws IOException {
        Files.createDirectories(local(directory));
    }

    @Override
    public void deleteDirectory(TablePath directory) throws IOException {
        Path root = local(directory);
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void renameDirectory(TablePath from, TablePath to) throws IOException {
        Path target = local(to);
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(to.location());
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.move(local(from), target);
    }

    private static Path local(TablePath path) throws IOException {
        try {
            return Path.of(path.location());
        } catch (InvalidPathException invalid) {
            throw new IOException("not a path of this machine: " + path, invalid);
        }
    }

    private static FileNotFoundException notFound(TablePath path, NoSuchFileException missing) {
        FileNotFoundException notFound = new FileNotFoundException(path.toString());
        notFound.initCause(missing);
        return notFound;
    }

    private record ChannelReader(TablePath path, FileChannel channel) implements RangeReader {

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void readFully(long position, ByteBuffer target) throws IOException {
            long at = position;
            while (target.hasRemaining()) {
                int count = channel.read(target, at);
                if (count < 0) {
                    throw new EOFException(
                            path + " ends at byte " + at + ", " + target.remaining() + " bytes too early");
                }
                at += count;
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
