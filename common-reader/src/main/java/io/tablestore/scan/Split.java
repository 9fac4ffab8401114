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
 * A part of a scan that can be read independently, by any thread of any process. Plans create splits;
 * {@link io.tablestore.TableStore#deserializeSplit} restores one from its bytes.
 */
public interface Split {

    /** The branch of the snapshot and schema, or empty for the table itself. */
    String branch();

    /** The snapshot that the split belongs to. */
    long snapshotId();

    /** The schema of the returned rows. */
    long schemaId();

    /** Values of the partition columns. */
    BinaryRow partition();

    int bucket();

    /**
     * A value that is equal for splits of the same files in every query, so that a scheduler can send them to where those files
     * are cached.
     */
    long affinity();

    /** Number of data files that the split reads. */
    int fileCount();

    /** Bytes of the data files that the split reads. */
    long sizeInBytes();

    /** Number of rows stored in the files, including old versions and retractions. */
    long storedRows();

    /** Whether an unfiltered read returns every stored row: nothing is merged, retracted or deleted. */
    boolean returnsStoredRows();

    /** Serializes the split; the bytes do not depend on the engine. */
    byte[] serialize();
}
