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

import io.tablestore.fs.FileSystems;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.HashMap;
import java.util.Map;

/** A process that creates a file for each line it reads, and says whether it did. */
final class CreatingMain {

    private CreatingMain() {}

    /** {@code <name> <directory of the files> <key=value>...}, settings of the file system. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = new HashMap<>();
        for (int i = 2; i < arguments.length; i++) {
            String[] parts = arguments[i].split("=", 2);
            settings.put(parts[0], parts[1]);
        }
        TableFileSystem files = FileSystems.forLocation(new TablePath(arguments[1]), settings);
        BufferedReader names = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String name = names.readLine(); name != null; name = names.readLine()) {
            byte[] content = Creator.content(arguments[0], new TablePath(name));
            try {
                files.create(new TablePath(name), content);
                System.out.println("won");
            } catch (FileAlreadyExistsException lost) {
                System.out.println("lost");
            }
        }
    }
}
