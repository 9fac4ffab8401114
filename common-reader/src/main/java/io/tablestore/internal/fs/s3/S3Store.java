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
package io.tablestore.internal.fs.s3;

import io.tablestore.fs.RangeReader;
import io.tablestore.fs.TableFileSystem.Entry;
import io.tablestore.fs.TableFileSystem.Status;
import io.tablestore.internal.fs.s3.credentials.CredentialChain;
import io.tablestore.internal.fs.s3.credentials.Environment;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files and directories over the objects of S3. A directory is there if an object is below it; an empty one has a marker, an empty
 * object whose key ends with a slash, as Hadoop's S3A writes it.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
public final class S3Store {

    /** Weak, because the threads of the HTTP client live as long as the store, and keep its class loader alive. */
    private static final Map<S3Settings, WeakReference<S3Store>> SHARED = new HashMap<>();

    private final S3Client client;
    private final ConditionalPut puts;

    S3Store(S3Settings settings, Environment environment) {
        CredentialChain credentials = CredentialChain.of(settings.keys(), environment, settings.region());
        this.client = new S3Client(new Sender(settings, credentials, environment.clock()));
        this.puts = new ConditionalPut(client);
    }

    /** The store with these settings, whose connections and credentials are shared as long as somebody uses it. */
    public static S3Store shared(Map<String, String> given) {
        Environment environment = Environment.ofProcess();
        S3Settings settings = S3Settings.of(given, environment);
        synchronized (SHARED) {
            SHARED.values().removeIf(store -> store.get() == null);
            WeakReference<S3Store> known = SHARED.get(settings);
            S3Store store = known == null ? null : known.get();
            if (store == null) {
                store = new S3Store(settings, environment);
                SHARED.put(settings, new WeakReference<>(store));
            }
            return store;
        }
    }

    public RangeReader open(S3Path file) throws IOException {
        return S3RangeReader.open(client, file);
    }

    public RangeReader open(S3Path file, long sizeInBytes) {
        return S3RangeReader.ofSize(client, file, sizeInBytes);
    }

    /** The direct entries of a directory. */
    public List<Entry> list(S3Path directory) throws IOException {
        String prefix = directory.prefix();
        List<Entry> entries = new ArrayList<>();
        String token = "";
        do {
            ListPage page = client.page(client.listing(directory), token);
            for (ListPage.Listed listed : page.objects()) {
                if (!listed.key().equals(prefix)) { // the directory's own marker
                    String name = listed.key().substring(prefix.length());
                    entries.add(new Entry(name, false, listed.sizeInBytes(), listed.modifiedMillis()));
                }
            }
            for (String below : page.prefixes()) {
                String name = below.substring(prefix.length(), below.length() - 1);
                if (!name.isEmpty()) { // a key with two slashes in a row
                    entries.add(Entry.directory(name));
                }
            }
            token = page.nextToken();
        } while (!token.isEmpty());
        return entries;
    }

    public @Nullable Status status(S3Path file) throws IOException {
        return client.status(file);
    }

    /** Whether anything is below a directory, or its marker. A bucket is always there. */
    public boolean directoryExists(S3Path directory) throws IOException {
        ListPage page = client.page(client.below(directory).withQuery("max-keys", "1"), "");
        return directory.key().isEmpty() || !page.objects().isEmpty();
    }

    /** Whether the store lets only one of two create a file; see {@link io.tablestore.fs.create.ConditionalCreate#isObeyed}. */
    public boolean createsAtomically(S3Path file) throws IOException {
        return puts.isObeyed(file);
    }

    /** Creates a file, as {@link ConditionalPut#create}. */
    public void create(S3Path file, byte[] content) throws IOException {
        if (!puts.isObeyed(file) || !puts.create(file, content)) {
            throw new IOException(file + ": The file cannot be created, because the store "
                    + client.sender().endpoint(file) + " does not obey the header If-None-Match: two writers could"
                    + " both succeed. Write through a metastore catalog, which has locks, or to another store");
        }
    }

    public OutputStream write(S3Path file) {
        return new S3Output(client, puts, file);
    }

    public void overwrite(S3Path file, byte[] content) throws IOException {
        client.put(file, content);
    }

    public void delete(S3Path file) throws IOException {
        client.delete(file);
    }

    public void deleteAll(List<S3Path> files) throws IOException {
        Map<String, List<S3Path>> buckets = new LinkedHashMap<>();
        files.forEach(file -> buckets.computeIfAbsent(file.bucket(), first -> new ArrayList<>())
                .add(file));
        for (List<S3Path> ofBucket : buckets.values()) {
            BatchDelete batches = new BatchDelete(client, ofBucket.get(0).parent());
            for (int start = 0; start < ofBucket.size(); start += BatchDelete.MOST_KEYS) {
                int end = Math.min(ofBucket.size(), start + BatchDelete.MOST_KEYS);
                batches.delete(
                        ofBucket.subList(start, end).stream().map(S3Path::key).toList());
            }
        }
    }

    public void createDirectory(S3Path directory) throws IOException {
        if (!directory.key().isEmpty()) {
            client.put(directory.withKey(directory.prefix()), new byte[0]);
        }
    }

    /** Deletes everything below a directory, and its marker. */
    public void deleteDirectory(S3Path directory) throws IOException {
        if (directory.key().isEmpty()) {
            throw new IOException(
                    directory + ": A complete bucket is not deleted. Delete it with the tools of the store");
        }
        client.deleteBelow(directory);
    }
}
