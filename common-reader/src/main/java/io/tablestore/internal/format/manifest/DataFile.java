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

import io.tablestore.types.BinaryRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One immutable data file (format reference, 4.3).
 *
 * @param name file name inside the bucket directory
 * @param sizeInBytes length of the file
 * @param rowCount rows in the file, including deleted rows
 * @param minKey first key of a primary-key table's file, not truncated; without fields in append tables
 * @param maxKey last key
 * @param keyStats statistics of the trimmed primary key, or null if they were not requested
 * @param valueStats statistics of {@code valueStatsColumns}, or null if they were not requested
 * @param minSequence smallest sequence number in the file, inclusive
 * @param maxSequence largest sequence number in the file, inclusive
 * @param schemaId the schema the file was written with
 * @param level LSM level; 0 is the newest, and its files may overlap each other
 * @param extraFiles names of side files in the same directory
 * @param creationMillis wall clock of the writer interpreted as UTC, 0 if unknown
 * @param deleteRowCount rows of a retracting kind, or -1 if unknown (files before 0.8)
 * @param embeddedIndex file index inside the manifest, or null; part of the file's identity there
 * @param source 0 if rows were written, 1 if they were compacted, null if unknown (files before 0.9)
 * @param valueStatsColumns columns that {@code valueStats} covers; null means all
 * @param externalPath full path of a file outside the table, or null
 * @param firstRowId row id of the first row, or null
 * @param writeColumns columns in the file; null means all of its schema
 * @param unknownFields unknown fields of its manifest entry that have a value, which would be lost if the entry were rewritten
 */
public record DataFile(
        String name,
        long sizeInBytes,
        long rowCount,
        BinaryRow minKey,
        BinaryRow maxKey,
        @Nullable SimpleStats keyStats,
        @Nullable SimpleStats valueStats,
        long minSequence,
        long maxSequence,
        long schemaId,
        int level,
        List<String> extraFiles,
        long creationMillis,
        long deleteRowCount,
        byte @Nullable [] embeddedIndex,
        @Nullable Integer source,
        @Nullable List<String> valueStatsColumns,
        @Nullable String externalPath,
        @Nullable Long firstRowId,
        @Nullable List<String> writeColumns,
        List<String> unknownFields) {

    /** Value of {@link #source}: rows were written. */
    public static final int APPENDED = 0;

    /** Value of {@link #source}: rows were compacted. */
    public static final int COMPACTED = 1;

    /** The same file without statistics and index, which are needed only while planning. */
    public DataFile withoutStatistics() {
        return keyStats == null && valueStats == null && embeddedIndex == null
                ? this
                : with(level, null, null, null, null);
    }

    /** The same file at another level. */
    public DataFile atLevel(int newLevel) {
        return with(newLevel, keyStats, valueStats, valueStatsColumns, embeddedIndex);
    }

    private DataFile with(
            int newLevel,
            @Nullable SimpleStats newKeyStats,
            @Nullable SimpleStats newValueStats,
            @Nullable List<String> newValueStatsColumns,
            byte @Nullable [] newEmbeddedIndex) {
        return new DataFile(
                name,
                sizeInBytes,
                rowCount,
                minKey,
                maxKey,
                newKeyStats,
                newValueStats,
                minSequence,
                maxSequence,
                schemaId,
                newLevel,
                extraFiles,
                creationMillis,
                deleteRowCount,
                newEmbeddedIndex,
                source,
                newValueStatsColumns,
                externalPath,
                firstRowId,
                writeColumns,
                unknownFields);
    }
}
