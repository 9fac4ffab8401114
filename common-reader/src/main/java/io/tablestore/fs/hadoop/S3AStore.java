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

import io.tablestore.fs.TablePath;
import io.tablestore.fs.create.Attempt;
import io.tablestore.fs.create.Attempt.Outcome;
import io.tablestore.fs.create.ConditionalCreate;
import io.tablestore.fs.create.ConditionalStore;
import io.tablestore.fs.create.SdkFailures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSupport;

/**
 * Creates files through S3A, Hadoop's client of S3, by one request with {@code If-None-Match: *} each. S3A's own {@code
 * create(path, false)} looks and then writes, so two who create one file may both succeed. Hadoop 3.4.2 is the first to have
 * the condition.
 *
 * <p>S3A's classes are not on the class path of the reader, so they are known by their names.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class S3AStore implements ConditionalStore {

    private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";
    private static final String CONDITION = "fs.option.create.conditional.overwrite";

    /** S3A counts here what it sends again. */
    private static final String RETRIES = "store_io_retry";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final FileSystem fileSystem;
    private final ConditionalCreate creates;

    /** @param timeout within which the outcome of a create should be known; S3A may need longer for one request */
    S3AStore(FileSystem fileSystem, Duration timeout) {
        this.fileSystem = fileSystem;
        this.creates = new ConditionalCreate(this, timeout, FIRST_PAUSE);
    }

    /** Whether a file system is S3A, whatever the scheme that it is configured for. */
    static boolean isS3A(FileSystem fileSystem) {
        for (Class<?> type = fileSystem.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().equals(S3A)) {
                return true;
            }
        }
        return false;
    }

    /** Whether S3A can send the condition, and the store obeys it. */
    boolean createsAtomically(TablePath file) throws IOException {
        return hasCondition(file) && creates.isObeyed(file);
    }

    private boolean hasCondition(TablePath file) throws IOException {
        return fileSystem.hasPathCapability(new Path(file.location()), CONDITION);
    }

    /** Creates a file, as {@link ConditionalCreate#create}. */
    void create(TablePath file, byte[] content) throws IOException {
        if (!hasCondition(file)) {
            throw new IOException(file + " cannot be created: S3A has no conditional create here, and two writers could"
                    + " both succeed. Use hadoop-aws 3.4.2 or newer without fs.s3a.create.conditional.enabled=false, or"
                    + " write the location as s3://, which needs no Hadoop");
        }
        checkIsOneRequest(file, content);
        if (!creates.isObeyed(file) || !creates.create(file, content)) {
            throw new IOException(file + " cannot be created: the store does not obey the header If-None-Match, and two"
                    + " writers could both succeed. Write through a metastore catalog, which has locks, or to another"
                    + " store");
        }
    }

    /** Stores may ignore the condition when an upload in parts is completed. S3A begins one when a part is full. */
    private void checkIsOneRequest(TablePath file, byte[] content) throws IOException {
        for (String key : new String[] {"fs.s3a.multipart.size", "fs.s3a.multipart.threshold"}) {
            long limit = fileSystem.getConf().getLongBytes(key, Long.MAX_VALUE);
            if (content.length >= limit) {
                throw new IOException(file + " cannot be created: its " + content.length
                        + " bytes must be one request, but " + key + " is " + limit + ". Set a larger one");
            }
        }
    }

    @Override
    public Attempt send(TablePath file, byte[] content, int number) {
        long retries = retries();
        Attempt attempt = sendAndRetry(file, content);
        IOException failure = attempt.failure();
        // An answer is the one to the last request only.
        return failure == null || retries() == retries ? attempt : new Attempt(Outcome.UNANSWERED, failure);
    }

    private Attempt sendAndRetry(TablePath file, byte[] content) {
        FSDataOutputStream out;
        try {
            out = open(new Path(file.location()));
        } catch (IllegalArgumentException unknownOption) {
            return new Attempt(Outcome.UNSUPPORTED, failure(file, unknownOption));
        } catch (IOException | RuntimeException failed) { // nothing is sent before the file is closed
            return new Attempt(Outcome.REFUSED, failure(file, failed));
        }
        try {
            out.write(content);
        } catch (IOException | RuntimeException failed) { // such as a full disk, where S3A collects the content
            out.abort();
            return new Attempt(Outcome.REFUSED, failure(file, failed));
        }
        try {
            out.close();
            return Attempt.created();
        } catch (IOException | RuntimeException failed) {
            return afterRequest(failure(file, failed));
        }
    }

    private FSDataOutputStream open(Path path) throws IOException {
        FSDataOutputStreamBuilder<?, ?> builder = fileSystem.createFile(path);
        builder.overwrite(true); // S3A then asks the store nothing beforehand
        builder.must(CONDITION, true);
        return (FSDataOutputStream) builder.build();
    }

    private static IOException failure(TablePath file, Exception failed) {
        return failed instanceof IOException failure ? failure : new IOException(file + ": " + failed, failed);
    }

    private static Attempt afterRequest(IOException failure) {
        if (failure instanceof InterruptedIOException && !(failure instanceof SocketTimeoutException)) {
            Thread.currentThread().interrupt();
            return new Attempt(Outcome.UNANSWERED, failure);
        }
        if (failure.getClass().getSimpleName().equals("RemoteFileChangedException")) {
            return Attempt.occupied();
        }
        return SdkFailures.attempt(failure);
    }

    /** How often S3A has sent a request again; also those of other files count. */
    private long retries() {
        IOStatistics statistics = IOStatisticsSupport.retrieveIOStatistics(fileSystem);
        Long retries = statistics == null ? null : statistics.counters().get(RETRIES);
        return retries == null ? 0 : retries;
    }

    @Override
    public byte[] read(TablePath file) throws IOException {
        try (FSDataInputStream in = fileSystem.open(new Path(file.location()))) {
            return in.readAllBytes();
        }
    }

    @Override
    public void delete(TablePath file) throws IOException {
        fileSystem.delete(new Path(file.location()), false);
    }

    @Override
    public String bucket(TablePath file) {
        return fileSystem.getConf().get("fs.s3a.endpoint", "") + " " + fileSystem.getUri();
    }
}
