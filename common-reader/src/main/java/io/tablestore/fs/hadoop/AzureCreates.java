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
import io.tablestore.fs.create.ConditionalCreate;
import io.tablestore.internal.fs.azure.BlobStore;
import io.tablestore.internal.fs.http.Patience;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Creates files in Azure Blob storage without ABFS, but with its settings.
 *
 * <p><b>Threads:</b> safe for use by many.
 */
final class AzureCreates {

    private final Configuration configuration;
    private final Map<URI, ConditionalCreate> containers = new HashMap<>();

    AzureCreates(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Whether files are read and written through ABFS. */
    static boolean isAzure(FileSystem fileSystem) {
        return fileSystem.getUri().getScheme().matches("abfss?");
    }

    /** Whether the store of a container obeys the condition. */
    boolean areAtomic(FileSystem fileSystem, TablePath path) throws IOException {
        TablePath file = qualified(fileSystem, path);
        return container(fileSystem, file).isObeyed(file);
    }

    /** Creates a file, as {@link ConditionalCreate#create}. */
    void create(FileSystem fileSystem, TablePath path, byte[] content) throws IOException {
        TablePath file = qualified(fileSystem, path);
        ConditionalCreate creates = container(fileSystem, file);
        if (!creates.isObeyed(file) || !creates.create(file, content)) {
            throw new IOException(file + " cannot be created: the store does not obey the header If-None-Match, and two"
                    + " writers could both succeed. Write through a metastore catalog, which has locks, or to another"
                    + " store");
        }
    }

    /** With scheme, container and account, which Hadoop may know from its default file system. */
    private static TablePath qualified(FileSystem fileSystem, TablePath path) {
        return new TablePath(fileSystem.makeQualified(new Path(path.location())).toString());
    }

    private ConditionalCreate container(FileSystem fileSystem, TablePath file) throws IOException {
        URI uri = fileSystem.getUri();
        synchronized (containers) {
            ConditionalCreate known = containers.get(uri);
            if (known == null) {
                known = open(file, uri);
                containers.put(uri, known);
            }
            return known;
        }
    }

    private ConditionalCreate open(TablePath file, URI uri) throws IOException {
        String[] parts = uri.getAuthority().split("@", 2);
        try {
            AzureSettings settings = new AzureSettings(configuration, uri.getScheme(), parts[0], parts[1]);
            Patience patience = settings.patience();
            return new ConditionalCreate(
                    new BlobStore(settings.endpoint(), settings.authorization(), patience),
                    patience.createTimeout(),
                    patience.firstPause());
        } catch (IOException refused) {
            throw new IOException(file + ": " + refused.getMessage(), refused);
        }
    }
}
