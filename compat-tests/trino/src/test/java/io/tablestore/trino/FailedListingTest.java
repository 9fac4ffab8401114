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
package io.tablestore.trino;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.compat.FaultyCalls;
import io.tablestore.fs.TablePath;
import io.tablestore.trino.table.TrinoTableFileSystem;
import io.trino.filesystem.local.LocalFileSystem;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedListingTest {

    /** It would look like a directory without files: a warehouse without tables, a table without snapshots. */
    @Test
    void aDirectoryThatCannotBeListedIsNotEmpty(@TempDir Path directory) {
        for (int call = 1; call <= 2; call++) { // the listing of directories, and that of files
            FaultyCalls calls = new FaultyCalls(call, FaultyCalls.Fault.TIME_OUT_ONCE);
            TrinoTableFileSystem files =
                    new TrinoTableFileSystem(FaultyTrinoFileSystem.of(new LocalFileSystem(directory), calls));
            assertThatThrownBy(() -> files.list(new TablePath("local:///"))).isInstanceOf(SocketTimeoutException.class);
        }
    }
}
