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
package io.tablestore.writer.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.Abortable;
import io.tablestore.fs.TablePath;
import io.tablestore.writer.ForwardingFileSystem;
import io.tablestore.writer.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataFileWriterTest {

    /** A store whose files become visible when they are closed, unless they were aborted. */
    private static final class Store extends ForwardingFileSystem {

        private final List<String> published = new ArrayList<>();
        private final List<String> deleted = new ArrayList<>();
        private long publishedBytes;

        private final class Upload extends ByteArrayOutputStream implements Abortable {

            private final TablePath path;
            private boolean isAborted;

            private Upload(TablePath path) {
                this.path = path;
            }

            @Override
            public void abort() {
                isAborted = true;
            }

            @Override
            public void close() {
                if (!isAborted) {
                    published.add(path.name());
                    publishedBytes += size();
                }
            }
        }

        @Override
        public OutputStream write(TablePath path) {
            return new Upload(path);
        }

        @Override
        public void delete(TablePath file) {
            deleted.add(file.name());
        }

        @Override
        public Status status(TablePath file) {
            throw new AssertionError("the store is asked for " + file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void aFileThatIsGivenUpIsNeverPublished(String format) {
        Store store = new Store();
        FileEncoders encoders = new FileEncoders(Schemas.append("file.format", format), 0);
        BucketDirectory bucket = new BucketDirectory(store, new TablePath("/t"), "bucket-0/");
        new DataFileWriter(bucket, "data-1", encoders).abandon();
        assertThat(store.published).isEmpty();
        assertThat(store.deleted).as("in stores that publish nevertheless").containsExactly("data-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "avro"})
    void theSizeOfAFileIsCountedWhileItIsWritten(String format) {
        Store store = new Store();
        FileEncoders encoders = new FileEncoders(Schemas.append("file.format", format), 0);
        BucketDirectory bucket = new BucketDirectory(store, new TablePath("/t"), "bucket-0/");
        long size = new DataFileWriter(bucket, "data-1", encoders).finish();
        assertThat(size).isPositive().isEqualTo(store.publishedBytes);
    }
}
