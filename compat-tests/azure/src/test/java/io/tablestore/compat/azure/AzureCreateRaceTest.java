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
package io.tablestore.compat.azure;

import io.tablestore.compat.CreateRace;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzureCreateRaceTest {

    @Test
    void eachFileHasOneWinner(@TempDir Path directory) throws Exception {
        TablePath snapshots = new TablePath("abfs://race@" + Azurite.HOST + "/t/snapshot");
        try (Azurite azurite = new Azurite(directory)) {
            Map<String, String> settings = Azurite.settings(azurite.port());
            new HadoopTableFileSystem(settings).createDirectory(snapshots); // and the container
            CreateRace.check(snapshots, settings, directory);
        }
    }
}
