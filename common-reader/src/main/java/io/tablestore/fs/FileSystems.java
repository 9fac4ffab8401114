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
package io.tablestore.fs;

import io.tablestore.error.TableStoreException;
import java.util.Map;

/** Chooses the file system for a location. */
public final class FileSystems {

    private static final String HADOOP_ADAPTER = "io.tablestore.fs.hadoop.HadoopTableFileSystem";

    private FileSystems() {}

    /**
     * The local file system for a path without a scheme, otherwise a Hadoop file system.
     *
     * @param hadoopProperties Hadoop settings; ignored for local files
     * @throws TableStoreException if Hadoop is needed but not on the class path
     */
    public static TableFileSystem forLocation(TablePath location, Map<String, String> hadoopProperties) {
        if (location.scheme().isEmpty()) {
            return new LocalFileSystem();
        }
        try {
            return Class.forName(HADOOP_ADAPTER)
                    .asSubclass(TableFileSystem.class)
                    .getConstructor(Map.class)
                    .newInstance(hadoopProperties);
        } catch (ReflectiveOperationException | LinkageError missing) {
            throw new TableStoreException(
                    location + " needs Hadoop's file systems. Put the Hadoop client jars on the class path (for the"
                            + " command line: HADOOP_CLASSPATH).",
                    missing);
        }
    }
}
