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
package io.tablestore.internal.format.manifest;

/**
 * The location of a data file's deletion vector (format reference, 9.1).
 *
 * @param file the index file, relative to the table, or its location if it lies outside
 * @param fileSize bytes of the index file, according to the index manifest
 * @param offset first byte of the vector's size field
 * @param length as in the index manifest: the size field's value for 32-bit vectors, eight more for 64-bit ones
 * @param cardinality deleted rows, or -1 if unknown (files before 1.0)
 */
public record DeletionVectorRef(String file, long fileSize, int offset, int length, long cardinality) {

    /** The same vector, with another path of its index file. */
    public DeletionVectorRef in(String path) {
        return new DeletionVectorRef(path, fileSize, offset, length, cardinality);
    }
}
