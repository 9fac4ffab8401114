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
package io.tablestore.scan;

import io.tablestore.types.BinaryRow;

/**
 * A part of a scan that can be read alone, by any thread of any process. A plan makes splits; {@link
 * io.tablestore.TableStore#deserializeSplit} makes one of its bytes.
 */
public interface Split {

    /** The branch that snapshot and schema are of, or empty for the table itself. */
    String branch();

    /** The snapshot it belongs to. */
    long snapshotId();

    /** The schema its rows are returned in. */
    long schemaId();

    /** Values of the partition columns. */
    BinaryRow partition();

    int bucket();

    /**
     * Splits that read the same files have the same value, query after query, so that a scheduler can send them to where
     * those files are cached.
     */
    long affinity();

    /** How many data files it reads. */
    int fileCount();

    /** Bytes of the data files that it reads. */
    long sizeInBytes();

    /** Rows stored in the files, old versions and retractions included. */
    long storedRows();

    /** Whether every stored row is returned, if none is tested: nothing is merged, retracted or deleted. */
    boolean returnsStoredRows();

    /** The same bytes for every engine. */
    byte[] serialize();
}
