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
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** Chooses the file system for a location. */
public final class FileSystems {

    // Loaded by name, because both packages depend on this one.
    private static final String HADOOP_ADAPTER = "io.tablestore.fs.hadoop.HadoopTableFileSystem";
    private static final String S3 = "io.tablestore.fs.s3.S3FileSystem";

    private FileSystems() {}

    /**
     * The local file system for a path without a scheme, otherwise a Hadoop file system. For the scheme {@code s3} it is {@link
     * io.tablestore.fs.s3.S3FileSystem}, unless Hadoop's setting {@code fs.s3.impl} is given.
     *
     * @param properties settings of Hadoop and, with keys that begin with {@code s3.}, of S3; ignored for local files
     * @throws TableStoreException if Hadoop is needed but not on the class path
     */
    public static TableFileSystem forLocation(TablePath location, Map<String, String> properties) {
        if (location.scheme().isEmpty()) {
            return new LocalFileSystem();
        }
        boolean isS3 = location.scheme().equals("s3") && !properties.containsKey("fs.s3.impl");
        try {
            return Class.forName(isS3 ? S3 : HADOOP_ADAPTER)
                    .asSubclass(TableFileSystem.class)
                    .getConstructor(Map.class)
                    .newInstance(properties);
        } catch (InvocationTargetException failed) {
            throw failed.getCause() instanceof TableStoreException refused ? refused : needsHadoop(location, failed);
        } catch (ReflectiveOperationException | LinkageError missing) {
            throw needsHadoop(location, missing);
        }
    }

    private static TableStoreException needsHadoop(TablePath location, Throwable missing) {
        return new TableStoreException(
                location + " needs Hadoop's file systems. Put the Hadoop client jars on the class path (for the"
                        + " command line: HADOOP_CLASSPATH).",
                missing);
    }
}
