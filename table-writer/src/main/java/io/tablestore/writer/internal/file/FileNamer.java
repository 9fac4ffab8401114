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

import io.tablestore.internal.format.manifest.FileNames;
import io.tablestore.options.FormatOptions;
import io.tablestore.schema.TableSchema;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Creates names of new data files: {@code <prefix><uuid>-<n>.<extension>} (format reference, 1.4).
 *
 * <p><b>Threads:</b> safe for concurrent use.
 */
public final class FileNamer {

    private final String prefix;
    private final AtomicInteger next = new AtomicInteger();

    public FileNamer(TableSchema schema) {
        String chosen = schema.optionSet().get(FormatOptions.DATA_FILE_PREFIX);
        this.prefix = FileNames.checkPlain(schema.file(), FormatOptions.DATA_FILE_PREFIX.key(), chosen)
                + UUID.randomUUID() + "-";
    }

    String next(String extension) {
        return prefix + next.getAndIncrement() + "." + extension;
    }
}
