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
package io.tablestore.internal.file.parquet.footer;

import java.util.List;
import org.apache.parquet.format.SchemaElement;
import org.jspecify.annotations.Nullable;

/**
 * A node of a file's schema.
 *
 * @param definition the lowest definition level at which the node itself is not null
 * @param repetition number of repeated groups around it, including itself
 * @param leaf the column, or null for a group
 */
public record ParquetNode(
        String name,
        SchemaElement element,
        int definition,
        int repetition,
        List<ParquetNode> children,
        @Nullable ColumnMeta leaf) {

    @Nullable
    public ParquetNode child(String childName) {
        for (ParquetNode child : children) {
            if (child.name.equals(childName)) {
                return child;
            }
        }
        return null;
    }

    /** The first column below this node, or this one. */
    public ColumnMeta firstLeaf() {
        return leaf == null ? children.get(0).firstLeaf() : leaf;
    }

    /** All columns below this node, or this one. */
    public List<ColumnMeta> leaves() {
        return leaf == null
                ? children.stream().flatMap(child -> child.leaves().stream()).toList()
                : List.of(leaf);
    }
}
