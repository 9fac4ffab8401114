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
package io.tablestore.writer.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.writer.ForwardingFileSystem;
import io.tablestore.writer.Schemas;
import io.tablestore.writer.WrittenTable;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagsTest {

    @TempDir
    private Path directory;

    private static Tags tags(HandmadeTable table) {
        return new Tags(table.written().table());
    }

    @Test
    void aTagIsOfTheNewestSnapshotUnlessOneIsNamed() {
        HandmadeTable table = new HandmadeTable(directory);
        assertThatThrownBy(() -> tags(table).create("early", null))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("has no snapshot that could be tagged");
        table.commit("+a");
        table.commit("+b");
        tags(table).create("newest", null);
        tags(table).create("first", 1L);
        assertThat(table.written().files().tags().get("newest").id()).isEqualTo(2);
        assertThat(table.written().files().tags().get("first").id()).isEqualTo(1);
        assertThatThrownBy(() -> tags(table).create("none", 3L))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("There is no snapshot 3");
    }

    @Test
    void aNameIsGivenOnce() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        tags(table).create("t", null);
        table.commit("+b");
        assertThatThrownBy(() -> tags(table).create("t", null))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("a tag 't' already, of snapshot 1");
        assertThat(table.written().files().tags().get("t").id()).isEqualTo(1);
    }

    @Test
    void aStoreThatDoesNotSayMayStillCreateTheTag() {
        WrittenTable table = WrittenTable.create(directory, Schemas.append(), new ForwardingFileSystem() {
            @Override
            public void create(TablePath path, byte[] content) throws IOException {
                if (path.name().equals("tag-t")) {
                    throw new UnknownOutcomeException(path, new IOException("the store is down"));
                }
                super.create(path, content);
            }
        });
        table.put(1L, "a");
        assertThatThrownBy(() -> new Tags(table.table()).create("t", null))
                .isInstanceOf(TableStoreException.class)
                .hasMessage("It is not known whether the tag 't' was created, and it may still appear: Whether "
                        + directory + "/tag/tag-t was created is not known: the store is down. Look at the tags before"
                        + " it is created again.");
    }

    @Test
    void whatCouldBeMistakenIsNoName() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        for (String name : new String[] {"", " ", "17", "a/b", "a\\b", "a\nb", "a:b"}) {
            assertThatThrownBy(() -> tags(table).create(name, null))
                    .as("'%s'", name)
                    .isInstanceOf(InvalidTableException.class);
        }
        tags(table).create("v17", null);
        assertThat(table.written().table().tagNames()).containsExactly("v17");
    }

    @Test
    void aTableThatPromisesMoreOfTagsIsRefused() {
        HandmadeTable table = new HandmadeTable(directory, "tag.default-time-retained", "1 d");
        table.commit("+a");
        assertThatThrownBy(() -> tags(table).create("t", null))
                .isInstanceOf(InvalidTableException.class)
                .hasMessageContaining("tag.default-time-retained");
    }

    @Test
    void aTagThatIsDeletedLeavesTheFilesOfItsSnapshot() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        tags(table).create("t", null);
        table.commit("-a");
        table.deleted().clear();
        tags(table).delete("t");
        assertThat(table.deleted()).containsExactly("tag/tag-t");
        assertThat(table.data()).containsExactly("a");
        assertThatThrownBy(() -> tags(table).delete("t")).isInstanceOf(TableStoreException.class);
    }

    /** Two tags of one snapshot that has expired: the files go with the second. */
    @Test
    void filesStayAsLongAsAnotherTagHasThem() {
        HandmadeTable table = new HandmadeTable(directory);
        table.commit("+a");
        tags(table).create("one", null);
        tags(table).create("two", null);
        table.commit("-a");
        new SnapshotExpiry(table.written().table()).run(1, 1, Long.MAX_VALUE, 10);
        tags(table).delete("one");
        assertThat(table.data()).containsExactly("a");
        tags(table).delete("two");
        assertThat(table.data()).isEmpty();
    }
}
