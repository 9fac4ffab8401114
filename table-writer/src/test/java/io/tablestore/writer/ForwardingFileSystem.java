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
package io.tablestore.writer;

import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.NullUnmarked;

/** The files of this machine; a test overrides the calls that it wants to fail, or to see. */
@NullUnmarked // nulls are values of these tests
public class ForwardingFileSystem implements TableFileSystem {

    private final LocalFileSystem local = new LocalFileSystem();

    @Override
    public RangeReader open(TablePath path) throws IOException {
        return local.open(path);
    }

    @Override
    public List<Entry> list(TablePath directory) throws IOException {
        return local.list(directory);
    }

    @Override
    public boolean exists(TablePath path) throws IOException {
        return local.exists(path);
    }

    @Override
    public void create(TablePath path, byte[] content) throws IOException {
        local.create(path, content);
    }

    @Override
    public OutputStream write(TablePath path) throws IOException {
        return local.write(path);
    }

    @Override
    public void overwrite(TablePath path, byte[] content) throws IOException {
        local.overwrite(path, content);
    }

    @Override
    public void delete(TablePath file) throws IOException {
        local.delete(file);
    }

    @Override
    public Status status(TablePath file) throws IOException {
        return local.status(file);
    }

    @Override
    public void createDirectory(TablePath directory) throws IOException {
        local.createDirectory(directory);
    }
}
