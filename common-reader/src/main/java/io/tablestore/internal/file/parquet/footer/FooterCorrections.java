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

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.jspecify.annotations.Nullable;

/** Corrects known errors of some writers in a footer, and drops what cannot be trusted. */
final class FooterCorrections {

    /** The name of a writer, and its version if it has one. */
    private static final Pattern WRITER =
            Pattern.compile("(parquet-mr|parquet-cpp)(?: version (\\d+)\\.(\\d+)\\.(\\d+).*)?");

    /** The first version that includes the header of a dictionary page. */
    private static final int[] COUNTS_HEADERS = {1, 2, 9};

    /** An upper bound for the header of a dictionary page. */
    private static final int DICTIONARY_HEADER_BYTES = 100;

    private FooterCorrections() {}

    static void apply(FileMetaData metadata, long fileSize) {
        String writer = metadata.getCreated_by();
        boolean leavesOutHeaders = leavesOutHeaders(writer);
        List<ColumnOrder> orders = metadata.getColumn_orders();
        for (RowGroup group : metadata.getRow_groups()) {
            for (int i = 0; i < group.getColumnsSize(); i++) {
                ColumnChunk chunk = group.getColumns().get(i);
                if (orders != null && i < orders.size() && !orders.get(i).isSetTYPE_ORDER()) {
                    dropBounds(chunk);
                }
                ColumnMetaData meta = chunk.getMeta_data();
                if (meta == null) {
                    continue;
                }
                if (!isJava(writer)) {
                    meta.unsetEncodings(); // others do not declare all encodings: page headers decide
                }
                if (leavesOutHeaders) {
                    addHeader(meta, fileSize);
                }
            }
        }
    }

    static boolean isJava(@Nullable String writer) {
        return writer != null && writer.startsWith("parquet-mr");
    }

    /** Drops bounds in an order that this reader does not know (parquet.thrift, ColumnOrder). */
    private static void dropBounds(ColumnChunk chunk) {
        if (chunk.getMeta_data() != null) {
            chunk.getMeta_data().unsetStatistics();
        }
        chunk.setColumn_index_length(0);
    }

    /**
     * Whether total_compressed_size omits the header of the dictionary page. Writers before 1.2.9 omit it; all readers assume
     * longer chunks for them (PARQUET-816, IMPALA-694).
     */
    private static boolean leavesOutHeaders(@Nullable String writer) {
        Matcher matcher = WRITER.matcher(writer == null ? "" : writer);
        if (!matcher.matches()) {
            return false;
        }
        for (int i = 0; i < COUNTS_HEADERS.length && matcher.group(2) != null; i++) {
            int order = new BigInteger(matcher.group(i + 2)).compareTo(BigInteger.valueOf(COUNTS_HEADERS[i]));
            if (order != 0) {
                return order < 0;
            }
        }
        return matcher.group(2) == null;
    }

    /** Bytes after the chunk are not mistaken for a page, because its rows are counted. */
    private static void addHeader(ColumnMetaData meta, long fileSize) {
        long end = ParquetFooter.chunkStart(meta) + meta.getTotal_compressed_size();
        meta.setTotal_compressed_size(
                meta.getTotal_compressed_size() + Math.max(0, Math.min(DICTIONARY_HEADER_BYTES, fileSize - end)));
    }
}
