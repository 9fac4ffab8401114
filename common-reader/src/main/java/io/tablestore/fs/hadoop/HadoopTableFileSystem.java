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
import io.tablestore.internal.fs.s3.CreateTimeout;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private final AzureCreates azure;

    /** @param properties set on top of the Hadoop configuration found on the class path */
    public HadoopTableFileSystem(Map<String, String> properties) {
        this(new Configuration());
        properties.forEach(configuration::set);
    }

    /** @param configuration of an engine that has one; not copied */
    public HadoopTableFileSystem(Configuration configuration) {
        this.configuration = configuration;
        this.azure = new AzureCreates(configuration);
    }

    private FileSystem fileSystem(TablePath path) throws IOException {
        return FoundFileSystem.of(new Path(path.location()), configuration);
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        Path hadoopPath = new Path(path.location());
        FileSystem fileSystem = fileSystem(path);
        long size = fileSystem.getFileStatus(hadoopPath).getLen();
        return new StreamReader(path, size, CompletableFuture.completedFuture(fileSystem.open(hadoopPath)));
    }

    @Override
    public RangeReader open(TablePath path, long sizeInBytes) throws IOException {
        if (!isObjectStore(path)) {
            return open(path); // which also checks the size
        }
        Path hadoopPath = new Path(path.location());
        CompletableFuture<FSDataInputStream> opening = fileSystem(path)
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
        FileSystem fileSystem = fileSystem(directory);
        List<Entry> entries = new ArrayList<>();
        Set<String> directories = new LinkedHashSet<>(); // ABFS may list the mark of a directory and its content
        try {
            FileStatus[] found = fileSystem.listStatus(hadoopPath);
            if (found.length == 1 && isSame(found[0].getPath(), hadoopPath)) {
                return List.of(); // a file, which Hadoop lists as its own entry
            }
            for (FileStatus status : found) {
                String name = status.getPath().getName();
                if (status.isDirectory()) {
                    directories.add(name);
                } else {
                    entries.add(new Entry(name, false, status.getLen(), status.getModificationTime()));
                }
            }
        } catch (FileNotFoundException missing) {
            return List.of();
        }
        directories.forEach(name -> entries.add(Entry.directory(name)));
        return entries;
    }

    private static boolean isSame(Path found, Path wanted) {
        return found.toUri().getPath().equals(wanted.toUri().getPath());
    }

    @Override
    public boolean directoryExists(TablePath directory) throws IOException {
        Path hadoopPath = new Path(directory.location());
        try {
            return fileSystem(directory).getFileStatus(hadoopPath).isDirectory();
        } catch (FileNotFoundException missing) {
            return false;
        }
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        Path hadoopPath = new Path(path.location());
        return fileSystem(path).exists(hadoopPath);
    }

    @Override
    public boolean createsAtomically(TablePath path) throws IOException {
        FileSystem fileSystem = fileSystem(path);
        return renamesAtomically(fileSystem)
                || isLocal(fileSystem)
                || (S3AStore.isS3A(fileSystem) && s3a(fileSystem).createsAtomically(path))
                || (AzureCreates.isAzure(fileSystem) && azure.areAtomic(fileSystem, path));
    }

    /** @throws io.tablestore.fs.UnknownOutcomeException if it cannot be found out whether the file was created */
    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        FileSystem fileSystem = fileSystem(path);
        if (isLocal(fileSystem)) { // Hadoop's own rename replaces
            local.create(TablePath.of(new Path(path.location()).toUri().getPath()), content);
        } else if (renamesAtomically(fileSystem)) {
            RenamedFile.create(fileSystem, path, content);
        } else if (S3AStore.isS3A(fileSystem)) {
            s3a(fileSystem).create(path, content);
        } else if (AzureCreates.isAzure(fileSystem)) {
            azure.create(fileSystem, path, content);
        } else {
            throw notAtomic(fileSystem, path);
        }
    }

    private static IOException notAtomic(FileSystem fileSystem, TablePath path) {
        String scheme = fileSystem.getUri().getScheme();
        String remedy = scheme.startsWith("wasb")
                ? "Write the location as abfss://container@account.dfs.core.windows.net/directory"
                : "Write to HDFS, a local file system, s3://, s3a:// or abfss://";
        return new IOException(path + " cannot be created: of the file system " + scheme
                + " it is not known that two who create one file do not both succeed. " + remedy
                + ", or through a metastore catalog, which has locks");
    }

    private static boolean isLocal(FileSystem fileSystem) {
        return fileSystem.getUri().getScheme().equals("file");
    }

    private static boolean renamesAtomically(FileSystem fileSystem) {
        return ATOMIC_RENAME.contains(fileSystem.getUri().getScheme());
    }

    private S3AStore s3a(FileSystem fileSystem) {
        String timeout = configuration.get(CreateTimeout.KEY);
        return new S3AStore(
                fileSystem, CreateTimeout.of(timeout == null ? Map.of() : Map.of(CreateTimeout.KEY, timeout)));
    }

    /** In an object store, the store is not asked whether the name is free: the names of such files are unique. */
    @Override
    public OutputStream write(TablePath path) throws IOException {
        if (isObjectStore(path)) {
            return ObjectOutput.open(fileSystem(path), new Path(path.location()));
        }
        try {
            return fileSystem(path).create(new Path(path.location()), false);
        } catch (org.apache.hadoop.fs.FileAlreadyExistsException taken) {
            FileAlreadyExistsException known = new FileAlreadyExistsException(path.location());
            known.initCause(taken);
            throw known;
        }
    }

    @Override
    public void overwrite(TablePath path, byte[] content) throws IOException {
        Path target = new Path(path.location());
        if (isObjectStore(path)) {
            ObjectOutput.write(fileSystem(path), target, content);
            return;
        }
        try (OutputStream out = fileSystem(path).create(target, true)) {
            out.write(content);
        }
    }

    @Override
    public void delete(TablePath file) throws IOException {
        Path target = new Path(file.location());
        fileSystem(file).delete(target, false);
    }

    @Override
    public @Nullable Status status(TablePath file) throws IOException {
        Path target = new Path(file.location());
        try {
            FileStatus status = fileSystem(file).getFileStatus(target);
            return new Status(status.getLen(), status.getModificationTime());
        } catch (FileNotFoundException missing) {
            return null;
        }
    }

    @Override
    public void createDirectory(TablePath directory) throws IOException {
        Path target = new Path(directory.location());
        fileSystem(directory).mkdirs(target);
    }

    @Override
    public void deleteDirectory(TablePath directory) throws IOException {
        Path target = new Path(directory.location());
        fileSystem(directory).delete(target, true);
    }

    @Override
    public void renameDirectory(TablePath from, TablePath to) throws IOException {
        if (isObjectStore(from)) {
            throw new IOException(
                    from + ": A directory in an object store cannot be renamed: its files would be copied one"
                            + " by one, and readers would see a part of them. Copy the files to " + to
                            + " with the tools of the store; in a metastore catalog, rename the table, which keeps its directory");
        }
        Path target = new Path(to.location());
        FileSystem fileSystem = fileSystem(to);
        if (fileSystem.exists(target)) {
            throw new FileAlreadyExistsException(to.location());
        }
        fileSystem.mkdirs(target.getParent());
        if (!fileSystem.rename(new Path(from.location()), target)) {
            throw new IOException(from + " could not be renamed to " + to);
        }
    }
}
