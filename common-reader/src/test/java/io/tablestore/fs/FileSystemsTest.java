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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.s3.S3FileSystem;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileSystemsTest {

    private static TableFileSystem of(String location, Map<String, String> properties) {
        return FileSystems.forLocation(new TablePath(location), properties);
    }

    @Test
    void theSchemeChoosesTheFileSystem() {
        assertThat(of("/warehouse", Map.of())).isInstanceOf(LocalFileSystem.class);
        assertThat(of("s3://bucket/t", Map.of())).isInstanceOf(S3FileSystem.class);
        assertThat(of("s3n://bucket/t", Map.of())).isInstanceOf(S3FileSystem.class);
        needsHadoop("hdfs://host/t", Map.of("s3.unknown", "x"));
    }

    /** Whose classes are not complete on the class path of this test. */
    private static void needsHadoop(String location, Map<String, String> properties) {
        assertThatThrownBy(() -> of(location, properties))
                .isInstanceOf(TableStoreException.class)
                .hasMessageStartingWith(location + " needs Hadoop's file systems.");
    }

    @Test
    void hadoopsOwnChoiceForS3IsKept() {
        needsHadoop("s3://bucket/t", Map.of("fs.s3.impl", "org.apache.hadoop.fs.s3a.S3AFileSystem"));
    }

    /** Hive's setting for itself, which other programs may find in the same files. */
    @Test
    void aFileSystemOfThisProjectIsNotHadoops() {
        assertThat(of("s3://bucket/t", Map.of("fs.s3.impl", "io.tablestore.hive.TableStoreS3FileSystem")))
                .isInstanceOf(S3FileSystem.class);
    }

    /** The class path of this test has no S3A. */
    @Test
    void withoutHadoopsClientOfS3ItsLocationsAreOpenedToo() {
        assertThat(of("s3a://bucket/t", Map.of("s3.endpoint", "http://127.0.0.1:1")))
                .isInstanceOf(S3FileSystem.class);
    }

    @Test
    void settingsOfHadoopsClientOfS3AreNotPassedOver() {
        needsHadoop("s3a://bucket/t", Map.of("fs.s3a.endpoint", "http://127.0.0.1:1"));
        assertThatThrownBy(() -> of("s3://bucket/t", Map.of("fs.s3a.endpoint", "http://127.0.0.1:1")))
                .isInstanceOf(TableStoreException.class)
                .hasMessageContaining("'fs.s3a.endpoint' is for Hadoop's S3A");
    }

    /** A constructor that fails for another reason than a missing class. */
    @Test
    void aFailureOfTheClientIsNotTakenForMissingJars() {
        Map<String, String> failing = new AbstractMap<>() {
            @Override
            public Set<Entry<String, String>> entrySet() {
                throw new IllegalStateException("broken map");
            }

            @Override
            public boolean containsKey(Object key) {
                return false;
            }
        };
        assertThatThrownBy(() -> of("s3://bucket/t", failing))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken map");
    }

    @Test
    void wrongSettingsAreReported() {
        assertThatThrownBy(() -> of("s3://bucket/t", Map.of("s3.retries", "often")))
                .isInstanceOf(TableStoreException.class)
                .hasMessage("The setting 's3.retries' is 'often', but must be a whole number.");
    }
}
