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
package io.tablestore.internal.read;

import io.tablestore.error.StoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.schema.PartitionPath;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.DataField;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.util.List;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Searches for a missing data file under the directory name that another writer may have used. For some types, the directory name
 * depends on the process that wrote it (format reference, 1.3).
 */
final class OtherDirectories {

    /** Maximum number of calls to the store before the search stops. */
    private static final int MAX_CALLS = 1000;

    private final TableFileSystem fileSystem;
    private final TablePath root;
    private final List<DataField> partition;
    private final PartitionPath names;
    private int calls;

    OtherDirectories(TableFileSystem fileSystem, TablePath root, TableSchema schema) {
        this.fileSystem = fileSystem;
        this.root = root;
        this.partition = schema.partitionFields();
        this.names = new PartitionPath(partition, schema.optionSet());
    }

    /**
     * The error to throw for a missing file.
     *
     * @param path the file's path, relative to the table
     * @param missing the error to return, unless the file lies in another directory
     */
    RuntimeException explain(String path, StoreException missing) {
        String[] steps = path.split("/", -1);
        // The last path segments are the partition's directories, the bucket's and the file.
        int first = steps.length - 2 - partition.size();
        boolean hasUnstable = partition.stream().anyMatch(column -> names.instability(column) != null);
        if (first < 0 || !hasUnstable) {
            return missing;
        }
        try {
            String found = find("", steps, 0, first);
            return found == null ? missing : unstable(path, found, missing);
        } catch (IOException | RuntimeException failed) {
            missing.addSuppressed(failed);
            return missing;
        }
    }

    /** @param first the index of the first partition column's segment */
    private @Nullable String find(String above, String[] steps, int at, int first) throws IOException {
        if (at == steps.length) {
            return null;
        }
        String here = above + steps[at];
        if (at == steps.length - 1) {
            return ++calls <= MAX_CALLS && fileSystem.exists(path(here)) ? here : null;
        }
        int column = at - first;
        if (column < 0 || column >= partition.size() || names.instability(partition.get(column)) == null) {
            return find(here + "/", steps, at + 1, first);
        }
        String start = steps[at].substring(0, steps[at].indexOf('=') + 1);
        if (++calls > MAX_CALLS) {
            return null;
        }
        for (String name :
                fileSystem.listDirectories(path(above.isEmpty() ? "" : above.substring(0, above.length() - 1)))) {
            String found = name.startsWith(start) ? find(above + name + "/", steps, at + 1, first) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private TablePath path(String relative) {
        return relative.isEmpty() ? root : new TablePath(root.location() + "/" + relative);
    }

    private UnsupportedFormatException unstable(String expected, String found, StoreException missing) {
        DataField column = partition.stream()
                .filter(each -> names.instability(each) != null)
                .findFirst()
                .orElseThrow();
        String remedy = column.type().root() == TypeRoot.TIMESTAMP_LTZ
                ? "This process has the zone " + TimeZone.getDefault().getID()
                        + ": start it with the writer's (-Duser.timezone, or TZ), or write the table anew partitioned by"
                        + " TIMESTAMP."
                : "Write the table anew with a partition column of another type, such as STRING.";
        UnsupportedFormatException unsupported = new UnsupportedFormatException(
                expected,
                "a partition column of type " + column.type() + " without a stable directory (column " + column.name()
                        + "; its directory's name " + names.instability(column) + ", and the file lies in " + found
                        + ")",
                remedy);
        unsupported.addSuppressed(missing);
        return unsupported;
    }
}
