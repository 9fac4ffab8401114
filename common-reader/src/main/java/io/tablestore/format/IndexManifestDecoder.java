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
package io.tablestore.format;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads index manifests (format reference, 4.7); so far only which types of index there are. */
public final class IndexManifestDecoder {

    private static final List<String> FIELDS = List.of("_VERSION", "_INDEX_TYPE");

    private IndexManifestDecoder() {}

    /** The {@code _INDEX_TYPE}s of all entries. */
    public static Set<String> indexTypes(String file, byte[] content) {
        AvroContainer container = new AvroContainer(file, content);
        AvroFields fields = new AvroFields(file, container.schema(), FIELDS, FIELDS);
        Set<String> types = new TreeSet<>();
        container.read((cursor, count) -> {
            for (long i = 0; i < count; i++) {
                if (container.schema().isUnion()) {
                    cursor.branch(container.schema());
                }
                for (int f = 0; f < fields.count(); f++) {
                    if (fields.number(f) != 1) {
                        fields.skip(f, cursor);
                    } else if (!fields.isNull(f, cursor)) {
                        types.add(cursor.readString());
                    }
                }
            }
        });
        return types;
    }
}
