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
package io.tablestore.compat;

import io.tablestore.catalog.Table;
import java.nio.file.Path;
import java.util.List;

/** What tests of engines in other packages look at in a table that was written. */
public final class WrittenRows {

    private WrittenRows() {}

    /** The rows as {@code tablestore scan} prints them, sorted. */
    public static List<String> scan(Path table) throws Exception {
        return CommandLines.scan(table);
    }

    /**
     * The same of a table anywhere.
     *
     * @param options of the command
     */
    public static List<String> scan(String location, String... options) throws Exception {
        return CommandLines.scan(location, options);
    }

    /** @throws AssertionError if the table breaks a rule of the format */
    public static void checkInvariants(Table table) throws Exception {
        TableInvariants.check(table);
    }
}
