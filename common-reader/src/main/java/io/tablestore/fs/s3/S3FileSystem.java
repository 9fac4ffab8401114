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
package io.tablestore.fs.s3;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.fs.s3.S3Path;
import io.tablestore.internal.fs.s3.S3Store;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * S3 and stores that speak its protocol, without Hadoop and without AWS's SDK. Locations are {@code s3://bucket/directory};
 * {@code s3a} and {@code s3n} mean the same.
 *
 * <p>Files are created by conditional requests, and a store that ignores the condition is refused. A file that {@link #write}
 * returns becomes visible when it is closed, and never if it is {@linkplain io.tablestore.fs.Abortable aborted} or a write has
 * failed. Directories exist as long as something is below them. They cannot be renamed.
 */
public final class S3FileSystem implements TableFileSystem {

    private final S3Store store;

    /**
     * Connects lazily: the first operation looks for credentials. File systems with the same settings share both.
     *
     * @param settings those with keys that begin with {@code s3.} count; what they leave open comes from the environment
     *     variables and files of the AWS tools
     * @throws TableStoreException if a setting is unknown, or its value is not valid
     */
    public S3FileSystem(Map<String, String> settings) {
        this.store = S3Store.shared(settings);
    }

    @Override
    public RangeReader open(TablePath path) throws IOException {
        return store.open(S3Path.of(path));
    }

    @Override
    public RangeReader open(TablePath path, long sizeInBytes) throws IOException {
        return store.open(S3Path.of(path), sizeInBytes);
    }

    @Override
    public boolean isObjectStore(TablePath path) {
        return true;
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        return store.list(S3Path.of(directory));
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        return status(path) != null;
    }

    @Override
    public boolean directoryExists(TablePath directory) throws IOException {
        return store.directoryExists(S3Path.of(directory));
    }

    /** Writes and deletes a small file beside the first path of a bucket, to see whether the store checks the condition. */
    @Override
    public boolean createsAtomically(TablePath path) throws IOException {
        return store.createsAtomically(S3Path.of(path));
    }

    /** @throws io.tablestore.fs.UnknownOutcomeException if it cannot be found out whether the file was created */
    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        store.create(S3Path.of(path), content);
    }

    @Override
    public OutputStream write(TablePath path) throws IOException {
        return store.write(S3Path.of(path));
    }

    @Override
    public void overwrite(TablePath path, byte[] content) throws IOException {
        store.overwrite(S3Path.of(path), content);
    }

    @Override
    public void delete(TablePath file) throws IOException {
        store.delete(S3Path.of(file));
    }

    @Override
    public void deleteAll(Collection<TablePath> files) throws IOException {
        List<S3Path> paths = new ArrayList<>();
        for (TablePath file : files) {
            paths.add(S3Path.of(file));
        }
        store.deleteAll(paths);
    }

    @Override
    public @Nullable Status status(TablePath file) throws IOException {
        return store.status(S3Path.of(file));
    }

    @Override
    public void createDirectory(TablePath directory) throws IOException {
        store.createDirectory(S3Path.of(directory));
    }

    @Override
    public void deleteDirectory(TablePath directory) throws IOException {
        store.deleteDirectory(S3Path.of(directory));
    }

    @Override
    public void renameDirectory(TablePath from, TablePath to) throws IOException {
        throw new IOException(from + ": A directory in S3 cannot be renamed. Copy the files to " + to
                + " with the tools of the store; in a metastore catalog, rename the table, which keeps its directory");
    }
}
