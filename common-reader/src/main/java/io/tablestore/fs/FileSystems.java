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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the file system for a location. */
public final class FileSystems {

    private static final Logger LOG = LoggerFactory.getLogger(FileSystems.class);

    // Loaded by name, because both packages depend on this one.
    private static final String HADOOP_ADAPTER = "io.tablestore.fs.hadoop.HadoopTableFileSystem";
    private static final String S3 = "io.tablestore.fs.s3.S3FileSystem";

    /** Hadoop's client of S3, of the jar {@code hadoop-aws}. */
    private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";

    private static final String S3A_PREFIX = "fs.s3a.";

    /** Hive's view of S3, which passes everything on to the reader's own client. */
    private static final String OF_HIVE = "io.tablestore.hive.TableStoreS3FileSystem";

    private FileSystems() {}

    /**
     * The local file system for a path without a scheme, otherwise a Hadoop file system. For the scheme {@code s3} it is {@link
     * io.tablestore.fs.s3.S3FileSystem}, unless Hadoop's setting {@code fs.s3.impl} is given; {@code s3n} is the same. {@code s3a}
     * is too if Hadoop's S3A is not on the class path, and no setting is for it.
     *
     * @param properties settings of Hadoop and, with keys that begin with {@code s3.}, of S3; ignored for local files
     * @throws TableStoreException if Hadoop is needed but not on the class path
     */
    public static TableFileSystem forLocation(TablePath location, Map<String, String> properties) {
        if (location.scheme().isEmpty()) {
            return new LocalFileSystem();
        }
        boolean needsNoHadoop = isServedByS3(location, properties);
        try {
            return Class.forName(needsNoHadoop ? S3 : HADOOP_ADAPTER)
                    .asSubclass(TableFileSystem.class)
                    .getConstructor(Map.class)
                    .newInstance(properties);
        } catch (InvocationTargetException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof RuntimeException refused) {
                throw refused;
            }
            throw cannotLoad(location, cause == null ? failed : cause, needsNoHadoop);
        } catch (ReflectiveOperationException | LinkageError missing) {
            throw cannotLoad(location, missing, needsNoHadoop);
        }
    }

    private static boolean isServedByS3(TablePath location, Map<String, String> properties) {
        if (location.scheme().equals("s3a")) {
            return !isForS3a(location, properties);
        }
        return isS3WithoutHadoop(location, properties::get);
    }

    /**
     * Whether the reader's own client of S3 serves a location although Hadoop is there, so that of an engine's settings only
     * those with keys that begin with {@code s3.} may be given to it. The connector's own class in {@code fs.s3.impl} is
     * for Hive, and uses that client too.
     *
     * @param hadoop gives a setting of Hadoop, or null
     */
    public static boolean isS3WithoutHadoop(TablePath location, Function<String, @Nullable String> hadoop) {
        String scheme = location.scheme();
        if (!scheme.equals("s3") && !scheme.equals("s3n")) {
            return false;
        }
        String hadoops = hadoop.apply("fs." + scheme + ".impl");
        return hadoops == null || hadoops.strip().equals(OF_HIVE);
    }

    private static boolean isForS3a(TablePath location, Map<String, String> properties) {
        if (properties.keySet().stream().anyMatch(key -> key.startsWith(S3A_PREFIX)) || isOnClassPath(S3A)) {
            return true;
        }
        LOG.debug("{} is opened like s3://, because Hadoop's S3A is not on the class path.", location);
        return false;
    }

    private static boolean isOnClassPath(String name) {
        try {
            Class.forName(name, false, FileSystems.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError missing) {
            return false;
        }
    }

    private static TableStoreException cannotLoad(TablePath location, Throwable failure, boolean needsNoHadoop) {
        if (needsNoHadoop) {
            return new TableStoreException(
                    location + ": The client of S3 cannot be loaded (" + failure
                            + "). It needs the module java.net.http of the JDK.",
                    failure);
        }
        return new TableStoreException(
                location + " needs Hadoop's file systems. Put the Hadoop client jars on the class path (for the"
                        + " command line: HADOOP_CLASSPATH).",
                failure);
    }
}
