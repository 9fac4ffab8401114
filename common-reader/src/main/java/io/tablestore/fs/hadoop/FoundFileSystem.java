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
package io.tablestore.fs.hadoop;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Finds the file system of a path, and says which jars it needs if they are missing. */
final class FoundFileSystem {

    private FoundFileSystem() {}

    static FileSystem of(Path path, Configuration configuration) throws IOException {
        try {
            return path.getFileSystem(configuration);
        } catch (UnsupportedFileSystemException missing) { // no class is named for the scheme
            throw explained(path, missing);
        } catch (RuntimeException failed) { // the class that is named, or one that its constructor needs
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                if (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError) {
                    throw explained(path, failed);
                }
            }
            throw failed;
        } catch (NoClassDefFoundError missing) { // its library is not there
            throw explained(path, missing);
        }
    }

    private static IOException explained(Path path, Throwable missing) {
        String scheme = path.toUri().getScheme();
        String text = scheme != null && scheme.matches("s3[an]?")
                ? path + " needs hadoop-aws and the AWS SDK on the class path (for the command line: HADOOP_CLASSPATH),"
                        + " or write the location as s3://, which needs no Hadoop"
                : path + " needs the Hadoop file system of the scheme '" + scheme
                        + "' on the class path (for the command line: HADOOP_CLASSPATH)";
        return new IOException(text, missing);
    }
}
