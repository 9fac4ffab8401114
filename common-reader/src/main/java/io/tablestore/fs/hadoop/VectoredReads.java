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

import io.tablestore.fs.RangeReader.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;

/** Reads of several ranges at once, which Hadoop has since 3.3.5. Loaded only where Hadoop has them. */
final class VectoredReads {

    private VectoredReads() {}

    /** Starts the reads; each result belongs to the range at the same position. */
    static List<CompletableFuture<ByteBuffer>> start(FSDataInputStream stream, List<Range> ranges) throws IOException {
        List<FileRange> fileRanges = new ArrayList<>();
        for (Range range : ranges) {
            fileRanges.add(
                    FileRange.createFileRange(range.position(), range.target().remaining()));
        }
        stream.readVectored(fileRanges, ByteBuffer::allocate);
        return fileRanges.stream().map(FileRange::getData).toList();
    }
}
