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

import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one place where Hadoop's file systems are used. Its class is only loaded for locations that are not local, or when
 * asked for by name; Hadoop's classes come from whoever runs the reader.
 */
public final class HadoopTableFileSystem implements TableFileSystem {

    /** Schemes of file systems that rename a file only where no other is. */
    private static final Set<String> ATOMIC_RENAME = Set.of("hdfs", "viewfs");

    /** Schemes of file systems whose requests are short; all others are taken for object stores. */
    private static final Set<String> NO_OBJECT_STORE =
            Set.of("file", "hdfs", "viewfs", "webhdfs", "swebhdfs", "har", "ofs", "o3fs");

    private final Configuration configuration;
    private final LocalFileSystem local = new LocalFileSystem();

    /** @param properties set on top of the Hadoop configuration found on the class path */
    public HadoopTableFileSystem(Map<String, String> properties) {
        this(new Configuration());
        properties.forEach(configuration::set);
    }

    /** @param configuration of an engine that has one; not copied */
    public HadoopTableFileSystem(Configuration configuration) {
        this.configuration = configuration;
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        Path hadoopPath = new Path(path.location());
        FileSystem fileSystem = hadoopPath.getFileSystem(configuration);
        long size = fileSystem.getFileStatus(hadoopPath).getLen();
        return new StreamReader(path, size, CompletableFuture.completedFuture(fileSystem.open(hadoopPath)));
    }

    @Override
    public RangeReader open(TablePath path, long sizeInBytes) throws IOException {
        if (!isObjectStore(path)) {
            return open(path); // which also checks the size
        }
        Path hadoopPath = new Path(path.location());
        CompletableFuture<FSDataInputStream> opening = hadoopPath
                .getFileSystem(configuration)
                .openFile(hadoopPath)
                .opt("fs.option.openfile.read.policy", "random")
                .opt("fs.option.openfile.length", Long.toString(sizeInBytes))
                .build();
        return new StreamReader(path, sizeInBytes, opening);
    }

    @Override
    public boolean isObjectStore(TablePath path) {
        String scheme = new Path(path.location()).toUri().getScheme();
        return !NO_OBJECT_STORE.contains(
                scheme == null ? FileSystem.getDefaultUri(configuration).getScheme() : scheme);
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        Path hadoopPath = new Path(directory.location());
        FileSystem fileSystem = hadoopPath.getFileSystem(configuration);
        List<Entry> entries = new ArrayList<>();
        try {
            FileStatus[] found = fileSystem.listStatus(hadoopPath);
            if (found.length == 1 && isSame(found[0].getPath(), hadoopPath)) {
                return List.of(); // a file, which Hadoop lists as its own entry
            }
            for (FileStatus status : found) {
                entries.add(new Entry(
                        status.getPath().getName(),
                        status.isDirectory(),
                        status.isDirectory() ? Entry.UNKNOWN_SIZE : status.getLen()));
            }
        } catch (FileNotFoundException missing) {
            return List.of();
        }
        return entries;
    }

    private static boolean isSame(Path found, Path wanted) {
        return found.toUri().getPath().equals(wanted.toUri().getPath());
    }

    @Override
    public boolean directoryExists(TablePath directory) throws IOException {
        Path hadoopPath = new Path(directory.location());
        try {
            return hadoopPath
                    .getFileSystem(configuration)
                    .getFileStatus(hadoopPath)
                    .isDirectory();
        } catch (FileNotFoundException missing) {
            return false;
        }
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        Path hadoopPath = new Path(path.location());
        return hadoopPath.getFileSystem(configuration).exists(hadoopPath);
    }

    @Override
    public boolean createsAtomically(TablePath path) throws IOException {
        String scheme =
                new Path(path.location()).getFileSystem(configuration).getUri().getScheme();
        return scheme.equals("file") || ATOMIC_RENAME.contains(scheme);
    }

    /**
     * On HDFS, whose name node renames a file only if the new name is free. A rename whose answer was lost is looked into
     * by whoever commits.
     */
    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        Path target = new Path(path.location());
        FileSystem fileSystem = target.getFileSystem(configuration);
        String scheme = fileSystem.getUri().getScheme();
        if (scheme.equals("file")) {
            local.create(TablePath.of(target.toUri().getPath()), content); // Hadoop's own rename replaces
            return;
        }
        if (!ATOMIC_RENAME.contains(scheme)) {
            throw new IOException(path + " cannot be created: of the file system " + scheme
                    + " it is not known that two who create one file do not both succeed. Write to HDFS or a local"
                    + " file system, or through a metastore catalog, which has locks.");
        }
        if (fileSystem.exists(target)) {
            throw new FileAlreadyExistsException(path.location());
        }
        Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = fileSystem.create(temporary, false)) {
                out.write(content);
            }
            if (!fileSystem.rename(temporary, target)) {
                throw new FileAlreadyExistsException(path.location());
            }
        } finally {
            fileSystem.delete(temporary, false);
        }
    }

    @Override
    public OutputStream write(TablePath path) throws IOException {
        Path target = new Path(path.location());
        try {
            return target.getFileSystem(configuration).create(target, false);
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException taken) {
            FileAlreadyExistsException known = new FileAlreadyExistsException(path.location());
            known.initCause(taken);
            throw known;
        }
    }

    @Override
    public void overwrite(TablePath path, byte[] content) throws IOException {
        Path target = new Path(path.location());
        try (OutputStream out = target.getFileSystem(configuration).create(target, true)) {
            out.write(content);
        }
    }

    @Override
    public void delete(TablePath file) throws IOException {
        Path target = new Path(file.location());
        target.getFileSystem(configuration).delete(target, false);
    }

    @Override
    public @Nullable Status status(TablePath file) throws IOException {
        Path target = new Path(file.location());
        try {
            FileStatus status = target.getFileSystem(configuration).getFileStatus(target);
            return new Status(status.getLen(), status.getModificationTime());
        } catch (FileNotFoundException missing) {
            return null;
        }
    }

    @Override
    public void createDirectory(TablePath directory) throws IOException {
        Path target = new Path(directory.location());
        target.getFileSystem(configuration).mkdirs(target);
    }

    @Override
    public void deleteDirectory(TablePath directory) throws IOException {
        Path target = new Path(directory.location());
        target.getFileSystem(configuration).delete(target, true);
    }

    @Override
    public void renameDirectory(TablePath from, TablePath to) throws IOException {
        Path target = new Path(to.location());
        FileSystem fileSystem = target.getFileSystem(configuration);
        if (fileSystem.exists(target)) {
            throw new FileAlreadyExistsException(to.location());
        }
        fileSystem.mkdirs(target.getParent());
        if (!fileSystem.rename(new Path(from.location()), target)) {
            throw new IOException(from + " could not be renamed to " + to);
        }
    }
}
