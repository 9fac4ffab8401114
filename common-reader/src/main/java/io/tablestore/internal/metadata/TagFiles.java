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
package io.tablestore.internal.metadata;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.TagDetails;
import io.tablestore.internal.format.manifest.FileNames;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** The tag files of a table or a branch: snapshots that are kept under a name. */
public final class TagFiles {

    private static final String NAMED_BY = "the listing of the tags";

    private final TableDirectory directory;

    TagFiles(TableDirectory directory) {
        this.directory = directory;
    }

    /** The existing tags, ascending: from each name to the name of its file in the directory of tags. */
    public NavigableMap<String, String> names() {
        return directory.named("tag", "tag-");
    }

    /** @throws TableStoreException naming the existing tags, if this one does not exist */
    public Snapshot get(String name) {
        Snapshot snapshot = find(name);
        if (snapshot == null) {
            throw new TableStoreException("There is no tag '" + name + "' (there are: "
                    + (names().isEmpty() ? "none" : String.join(", ", names().keySet())) + ").");
        }
        return snapshot;
    }

    /** The snapshot of a tag, or null if there is no such tag. */
    public @Nullable Snapshot find(String name) {
        if (!names().containsKey(name)) {
            return null;
        }
        String file = directory.ofBranch("tag/tag-" + name);
        return Snapshot.parse(file, directory.readJson(file, NAMED_BY));
    }

    /** The members of the tag's file that do not belong to the snapshot. */
    public TagDetails details(String name) {
        String file = directory.ofBranch("tag/tag-" + name);
        return TagDetails.parse(file, directory.readJson(file, NAMED_BY));
    }

    /** Name of the tag that a snapshot was read from, or empty. */
    public String nameOf(Snapshot snapshot) {
        String prefix = directory.ofBranch("tag/tag-");
        return snapshot.file().startsWith(prefix) ? snapshot.file().substring(prefix.length()) : "";
    }

    /**
     * Keeps a snapshot under a name, with all members of its file, including unknown ones.
     *
     * @throws FileAlreadyExistsException if a tag with this name exists
     * @throws IOException if the outcome is unknown
     */
    public void create(String name, SnapshotFiles.Stored snapshot) throws IOException {
        directory.fileSystem().create(directory.path(file(name)), snapshot.content());
    }

    /** Deletes the file of a tag, if it exists. Data files that only this tag needs remain; the caller deletes them. */
    public void delete(String name) {
        directory.delete(file(name));
    }

    private String file(String name) {
        return directory.ofBranch("tag/" + FileNames.checkPlain("the request", "tag", "tag-" + name));
    }
}
