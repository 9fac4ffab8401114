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
package io.tablestore.hive;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * Lets Hive and its metastore look at {@code s3://} locations without {@code hadoop-aws}: the directories of databases and
 * tables. Hive's setting {@code fs.s3.impl} names it; the settings {@code s3.*} are those of the reader's own client, which it
 * passes everything on to. Tables are read by the reader itself, so this class opens no file. It changes none either: the only
 * thing it creates and deletes is an empty directory.
 *
 * <p><b>Threads:</b> safe for use by many, like all file systems of Hadoop.
 */
public final class TableStoreS3FileSystem extends FileSystem {

    private static final String SETTINGS = "s3.";

    private @Nullable URI uri;
    private @Nullable TableFileSystem store;

    @Override
    public void initialize(URI name, Configuration conf) throws IOException {
        super.initialize(name, conf);
        String scheme = name.getScheme();
        if (!"s3".equals(scheme) && !"s3n".equals(scheme)) {
            throw new IOException(name + ": " + getClass().getName()
                    + " serves s3:// and s3n:// only. Remove the setting fs." + scheme + ".impl");
        }
        uri = URI.create(scheme + "://" + name.getAuthority());
        Map<String, String> settings = new HashMap<>();
        conf.getPropsWithPrefix(SETTINGS).forEach((key, value) -> settings.put(SETTINGS + key, value));
        try {
            store = FileSystems.forLocation(new TablePath(uri.toString()), settings);
        } catch (TableStoreException refused) {
            throw new IOException(name + ": " + refused.getMessage(), refused);
        }
    }

    @Override
    public String getScheme() {
        return getUri().getScheme();
    }

    @Override
    public URI getUri() {
        return Objects.requireNonNull(uri, "initialize was not called");
    }

    private TableFileSystem store() {
        return Objects.requireNonNull(store, "initialize was not called");
    }

    private TablePath at(Path path) {
        checkPath(path);
        return new TablePath(getUri() + makeQualified(path).toUri().getPath());
    }

    /** The time of a directory's last change is unknown, 0. */
    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        TablePath at = at(path);
        if (!path.isRoot()) {
            TableFileSystem.Status file = store().status(at);
            if (file != null) {
                return status(path, false, file.sizeInBytes(), file.modifiedMillis());
            }
        }
        if (!store().directoryExists(at)) {
            throw new FileNotFoundException(at + " does not exist");
        }
        return status(path, true, 0, 0);
    }

    /** The times of files are unknown, 0, because a listing of the store does not tell them. */
    @Override
    public FileStatus[] listStatus(Path path) throws IOException {
        List<TableFileSystem.Entry> entries = store().list(at(path));
        if (entries.isEmpty()) {
            FileStatus itself = getFileStatus(path);
            return itself.isDirectory() ? new FileStatus[0] : new FileStatus[] {itself};
        }
        return entries.stream()
                .map(entry ->
                        status(new Path(path, entry.name()), entry.isDirectory(), Math.max(0, entry.sizeInBytes()), 0))
                .toArray(FileStatus[]::new);
    }

    private FileStatus status(Path path, boolean isDirectory, long sizeInBytes, long modifiedMillis) {
        return new FileStatus(
                sizeInBytes, isDirectory, 1, getDefaultBlockSize(path), modifiedMillis, makeQualified(path));
    }

    @Override
    public boolean mkdirs(Path path, FsPermission permission) throws IOException {
        TablePath at = at(path);
        if (!store().directoryExists(at)) {
            store().createDirectory(at);
        }
        return true;
    }

    /** Deletes an empty directory. */
    @Override
    public boolean delete(Path path, boolean recursive) throws IOException {
        TablePath at = at(path);
        if (!store().list(at).isEmpty() || store().status(at) != null) {
            throw new IOException(at + ": Hive deletes no files in S3, because tables there are external."
                    + " Flink, Spark and Trino drop tables with their files");
        }
        boolean exists = store().directoryExists(at);
        if (exists) {
            store().deleteDirectory(at);
        }
        return exists;
    }

    @Override
    public FSDataInputStream open(Path file, int bufferSize) throws IOException {
        throw refused(file, "read");
    }

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        throw refused(file, "write");
    }

    @Override
    public FSDataOutputStream append(Path file, int bufferSize, Progressable progress) throws IOException {
        throw refused(file, "write");
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        throw refused(from, "rename");
    }

    private IOException refused(Path path, String what) {
        return new IOException(at(path) + ": " + getClass().getName() + " does not " + what
                + " files. It is for tables of the storage handler io.tablestore.hive.TableStoreStorageHandler. Use a"
                + " location in s3a:// and hadoop-aws for everything else");
    }

    /** Paths without a scheme are below the bucket. */
    @Override
    public Path getWorkingDirectory() {
        return new Path(getUri() + "/");
    }

    @Override
    public void setWorkingDirectory(Path directory) {
        throw new UnsupportedOperationException(getClass().getName() + " has no working directory");
    }
}
