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
package io.tablestore.flink.catalog;

import org.apache.flink.table.catalog.CatalogDatabase;
import org.apache.flink.table.catalog.exceptions.CatalogException;

/** Checks {@code CREATE DATABASE}, which may give a name only: a database is a directory. */
final class DatabaseRules {

    private DatabaseRules() {}

    /** @throws CatalogException naming a property or a comment, which would be lost */
    static void check(CatalogDatabase database) {
        if (!database.getProperties().isEmpty()) {
            throw new CatalogException("A database is a directory and has no properties; leave out "
                    + database.getProperties().keySet() + ".");
        }
        String comment = database.getComment();
        if (comment != null && !comment.isEmpty()) {
            throw new CatalogException(
                    "A database is a directory and keeps no comment; leave out COMMENT '" + comment + "'.");
        }
    }
}
