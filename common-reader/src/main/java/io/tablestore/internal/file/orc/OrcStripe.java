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
package io.tablestore.internal.file.orc;

import io.tablestore.fs.RangeReader;
import io.tablestore.internal.file.decoder.ChunkBytes;
import io.tablestore.internal.memory.BufferPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/** The streams of one stripe, opened on request of the columns. */
final class OrcStripe implements AutoCloseable {

    private static final int MAX_INDEX_BYTES = 64 << 20;

    /** The location of a stream in the file. */
    private record Place(long start, long length) {}

    private final RangeReader reader;
    private final BufferPool pool;
    private final OrcCodec codec;
    private final OrcProto.StripeFooter footer;
    private final Map<Integer, Map<Kind, Place>> places = new HashMap<>();
    private final List<OrcStream> opened = new ArrayList<>();
    private final List<ArrowBuf> memory = new ArrayList<>();
    private long bytesRead;

    OrcStripe(RangeReader reader, BufferPool pool, OrcCodec codec, OrcProto.StripeInformation stripe)
            throws IOException {
        this.reader = reader;
        this.pool = pool;
        this.codec = codec;
        byte[] stored = new byte[(int) stripe.getFooterLength()];
        long end = stripe.getOffset() + stripe.getIndexLength() + stripe.getDataLength();
        reader.readFully(end, ByteBuffer.wrap(stored));
        bytesRead = stored.length;
        footer = OrcProto.StripeFooter.parseFrom(codec.section(stored, 0, stored.length));
        long position = stripe.getOffset();
        for (OrcProto.Stream stream : footer.getStreamsList()) {
            if (stream.getLength() < 0 || stream.getLength() > end - position) {
                throw new IOException("a stream of " + stream.getLength() + " bytes behind the end of its stripe");
            }
            if (!NewerOrc.isUnknown(stream)) {
                places.computeIfAbsent(stream.getColumn(), column -> new HashMap<>())
                        .put(stream.getKind(), new Place(position, stream.getLength()));
            }
            position += stream.getLength();
        }
    }

    /**
     * The encoding of a column's values.
     *
     * @throws IOException if the stripe does not name it
     */
    OrcProto.ColumnEncoding encoding(int column) throws IOException {
        if (column >= footer.getColumnsCount()) {
            throw new IOException("column " + column + " has no encoding");
        }
        return footer.getColumns(column);
    }

    /** The zone of the JVM that wrote the stripe; empty if it is not recorded. */
    String writerZone() {
        return footer.getWriterTimezone();
    }

    /** A stream, or null if the column has no stream of that kind. */
    @Nullable
    OrcStream streamIfPresent(int column, Kind kind) {
        Place place = places.getOrDefault(column, Map.of()).get(kind);
        if (place == null) {
            return null;
        }
        ChunkBytes stored = new ChunkBytes(reader, pool, place.start, place.start + place.length);
        OrcStream stream = new OrcStream(stored, codec, place.start, place.start + place.length);
        opened.add(stream);
        return stream;
    }

    OrcStream stream(int column, Kind kind) throws IOException {
        OrcStream stream = streamIfPresent(column, kind);
        if (stream == null) {
            throw new IOException("column " + column + " has no stream " + kind);
        }
        return stream;
    }

    /** Statistics of each row group of a column; empty if the stripe has none. */
    List<OrcProto.RowIndexEntry> rowIndex(int column) throws IOException {
        Place place = places.getOrDefault(column, Map.of()).get(Kind.ROW_INDEX);
        if (place == null || place.length > MAX_INDEX_BYTES) { // an index only saves work
            return List.of();
        }
        byte[] stored = new byte[(int) place.length];
        reader.readFully(place.start, ByteBuffer.wrap(stored));
        bytesRead += stored.length;
        return OrcProto.RowIndex.parseFrom(codec.section(stored, 0, stored.length))
                .getEntryList();
    }

    /** Memory followed by the pool's slack, valid as long as the stripe. */
    long memory(int bytes) {
        ArrowBuf taken = pool.take(bytes);
        memory.add(taken);
        return taken.memoryAddress();
    }

    long bytesRead() {
        return bytesRead + opened.stream().mapToLong(OrcStream::bytesRead).sum();
    }

    @Override
    public void close() {
        opened.forEach(OrcStream::close);
        memory.forEach(pool::give);
        memory.clear();
        bytesRead = bytesRead();
        opened.clear();
    }
}
