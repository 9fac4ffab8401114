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

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.UnknownOutcomeException;
import io.tablestore.schema.SchemaChange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas that a store may have created without saying so. */
class UnknownSchemaTest {

    @Test
    void anAlteredTableMayStillAppear(@TempDir Path directory) {
        WrittenTable table = WrittenTable.create(directory, Schemas.append(), new ForwardingFileSystem() {
            @Override
            public void create(TablePath path, byte[] content) throws IOException {
                if (path.name().equals("schema-1")) {
                    throw new UnknownOutcomeException(path, new IOException("the store is down"));
                }
                super.create(path, content);
            }
        });
        assertThatThrownBy(() -> table.table().alter(List.of(new SchemaChange.DescribeTable("new"))))
                .isInstanceOf(TableStoreException.class)
                .hasMessage("schema/schema-1: It is not known whether the file was written, and it may still appear:"
                        + " Whether " + directory + "/schema/schema-1 was created is not known: the store is down."
                        + " Before the table is created or altered again, look whether that was done.");
    }
}
