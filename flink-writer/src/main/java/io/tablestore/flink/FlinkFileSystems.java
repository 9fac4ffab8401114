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
package io.tablestore.flink;

import io.tablestore.fs.LocalFileSystem;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.fs.hadoop.HadoopTableFileSystem;
import java.util.Map;

/** The file system of a location: the local one, or Hadoop's. */
final class FlinkFileSystems {

    private FlinkFileSystems() {}

    static TableFileSystem of(TablePath path, Map<String, String> properties) {
        return path.scheme().isEmpty() ? new LocalFileSystem() : new HadoopTableFileSystem(properties);
    }
}
