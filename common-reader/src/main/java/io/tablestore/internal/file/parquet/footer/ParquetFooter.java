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

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.RangeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.TimeUnit;
import org.jspecify.annotations.Nullable;
import shaded.parquet.org.apache.thrift.TBase;
import shaded.parquet.org.apache.thrift.TException;
import shaded.parquet.org.apache.thrift.protocol.TCompactProtocol;

/** The footer of a Parquet file, checked against the file's length and the manifest's row count. */
public final class ParquetFooter {

    private static final int TAIL_BYTES = 64 << 10;
    private static final int TRAILER_BYTES = 8;
    private static final int MAX_DEPTH = 200;
    private static final byte[] MAGIC = {'P', 'A', 'R', '1'};
    private static final byte[] ENCRYPTED_MAGIC = {'P', 'A', 'R', 'E'};

    private final String file;
    private final List<RowGroup> rowGroups;
    private final Map<String, ParquetNode> columns;

    /** Names that several columns have. */
    private final Set<String> repeated;

    private final long rowCount;
    private final boolean nanIsBound;

    private ParquetFooter(
            String file,
            List<RowGroup> rowGroups,
            Map<String, ParquetNode> columns,
            Set<String> repeated,
            long rowCount,
            boolean nanIsBound) {
        this.file = file;
        this.repeated = repeated;
        this.rowGroups = rowGroups;
        this.columns = columns;
        this.rowCount = rowCount;
        this.nanIsBound = nanIsBound;
    }

    /**
     * Whether the bounds in a column's statistics include NaN if the column contains it. Writers other than parquet-java omit
     * NaN, as parquet-format requires, so their bounds do not show whether there is one.
     */
    public boolean nanIsBound() {
        return nanIsBound;
    }

    public List<RowGroup> rowGroups() {
        return rowGroups;
    }

    public long rowCount() {
        return rowCount;
    }

    /** The names of the top-level columns. */
    public List<String> columnNames() {
        return List.copyOf(columns.keySet());
    }

    /** The name of the top-level column with this id; null if there is none. */
    @Nullable
    public String nameOf(int fieldId) {
        for (ParquetNode node : columns.values()) {
            SchemaElement element = node.element();
            if (element.isSetField_id() && element.getField_id() == fieldId) {
                return node.name();
            }
        }
        return null;
    }

    /**
     * The top-level column with this name, a group or not; null if there is none.
     *
     * @throws UnsupportedFormatException if there are several
     */
    @Nullable
    public ParquetNode node(String name) {
        if (repeated.contains(name)) {
            throw new UnsupportedFormatException(
                    file,
                    "a Parquet file with several columns named '" + name + "'",
                    "Leave the column out, or write the file anew with one name for each.");
        }
        return columns.get(name);
    }

    /** The top-level column with this name; null if there is none or it is a group. */
    @Nullable
    public ColumnMeta column(String name) {
        ParquetNode node = node(name);
        return node == null || node.leaf() == null || !node.leaf().flat() ? null : node.leaf();
    }

    /** The column at the end of a path through groups that are not repeated; null if there is none. */
    @Nullable
    public ColumnMeta column(List<String> path) {
        ParquetNode at = node(path.get(0));
        for (int i = 1; i < path.size() && at != null; i++) {
            at = at.child(path.get(i));
        }
        return at == null || at.leaf() == null || at.repetition() > 0 ? null : at.leaf();
    }

    public static ParquetFooter read(String file, RangeReader reader, long fileSize) throws IOException {
        int tailBytes = (int) Math.min(fileSize, TAIL_BYTES);
        byte[] tail = new byte[tailBytes];
        reader.readFully(fileSize - tailBytes, ByteBuffer.wrap(tail));
        if (tailBytes < TRAILER_BYTES + MAGIC.length) {
            throw new CorruptFileException(
                    file, "The file has " + fileSize + " bytes, fewer than the 12 of the smallest Parquet file.");
        }
        checkMagic(file, tail);
        int footerBytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tailBytes - TRAILER_BYTES);
        if (footerBytes <= 0 || footerBytes > fileSize - TRAILER_BYTES - MAGIC.length) {
            throw new CorruptFileException(
                    file, "The footer has a length of " + footerBytes + " bytes, which does not fit in the file.");
        }
        byte[] footer = new byte[footerBytes];
        if (footerBytes + TRAILER_BYTES <= tailBytes) {
            System.arraycopy(tail, tailBytes - TRAILER_BYTES - footerBytes, footer, 0, footerBytes);
        } else {
            reader.readFully(fileSize - TRAILER_BYTES - footerBytes, ByteBuffer.wrap(footer));
        }
        FileMetaData metadata = new FileMetaData();
        try {
            parse(file, "The Parquet footer", metadata, footer);
        } catch (CorruptFileException damaged) {
            String newer = NewerNumbers.inFooter(footer);
            throw newer == null ? damaged : newer(file, newer);
        }
        checkRepetitions(file, metadata, footer);
        return check(file, metadata, fileSize);
    }

    /** Thrift reads an unknown repetition as none, which would be mistaken for OPTIONAL. */
    private static void checkRepetitions(String file, FileMetaData metadata, byte[] footer) {
        List<SchemaElement> below = metadata.getSchema();
        boolean all = below.stream().skip(1).allMatch(SchemaElement::isSetRepetition_type);
        String newer = all ? null : NewerNumbers.inFooter(footer);
        if (newer != null) {
            throw newer(file, newer);
        }
    }

    private static void checkMagic(String file, byte[] tail) {
        byte[] found = Arrays.copyOfRange(tail, tail.length - MAGIC.length, tail.length);
        if (Arrays.equals(found, ENCRYPTED_MAGIC)) {
            throw new UnsupportedFormatException(file, "Parquet encryption", "Write the file anew without it.");
        }
        if (!Arrays.equals(found, MAGIC)) {
            throw new CorruptFileException(
                    file, "The file ends with the bytes " + HexFormat.of().formatHex(found) + " instead of PAR1.");
        }
    }

    /** Reads a Thrift structure that {@code bytes} holds completely. */
    public static void parse(String file, String what, TBase<?, ?> target, byte[] bytes) {
        try {
            target.read(new TCompactProtocol(new ThriftBytes(bytes)));
        } catch (TException | RuntimeException damaged) {
            throw new CorruptFileException(file, what + " cannot be decoded: " + damaged.getMessage() + ".", damaged);
        }
    }

    /** The error for a file with a feature that parquet-format did not have when this reader was written. */
    public static UnsupportedFormatException newer(String file, String what) {
        return new UnsupportedFormatException(
                file,
                "Parquet " + what + ", of a newer version of the format,",
                "Upgrade this reader, or write the file anew without it.");
    }

    private static ParquetFooter check(String file, FileMetaData metadata, long fileSize) {
        Map<String, ParquetNode> columns = new HashMap<>();
        Set<String> repeated = new HashSet<>();
        List<ColumnMeta> all = new ArrayList<>();
        SchemaWalk walk = new SchemaWalk(file, metadata.getSchema(), all);
        int top =
                metadata.getSchema().isEmpty() ? 0 : metadata.getSchema().get(0).getNum_children();
        for (int i = 0; i < top; i++) {
            ParquetNode node = walk.next("", 0, 0, 0);
            if (columns.put(node.name(), node) != null) {
                repeated.add(node.name());
            }
        }
        long rows = 0;
        for (RowGroup group : metadata.getRow_groups()) {
            checkRows(file, group.getNum_rows());
            if (group.getColumns().size() != all.size()) {
                throw new CorruptFileException(
                        file,
                        "A row group has " + group.getColumns().size() + " column chunks, but the schema " + all.size()
                                + " columns.");
            }
            // Nothing is read from a row group without rows.
            for (int i = 0; i < all.size() && group.getNum_rows() > 0; i++) {
                checkChunk(file, all.get(i), group.getColumns().get(i), group, fileSize);
            }
            rows += group.getNum_rows();
        }
        // Some writers leave the sum at 0; the manifest has it as well.
        if (rows != metadata.getNum_rows() && metadata.getNum_rows() != 0) {
            throw new CorruptFileException(
                    file,
                    "The footer counts " + metadata.getNum_rows() + " rows (num_rows), but its row groups " + rows
                            + ".");
        }
        FooterCorrections.apply(metadata, fileSize);
        boolean isJava = FooterCorrections.isJava(metadata.getCreated_by());
        return new ParquetFooter(file, metadata.getRow_groups(), columns, repeated, rows, isJava);
    }

    private static void checkRows(String file, long rows) {
        if (rows < 0) {
            throw new CorruptFileException(file, "A row group has " + rows + " rows (num_rows).");
        }
        if (rows > Integer.MAX_VALUE) {
            throw new UnsupportedFormatException(
                    file,
                    "a row group of " + rows + " rows",
                    "Up to " + Integer.MAX_VALUE + " are read; write the file with smaller row groups.");
        }
    }

    private static void checkChunk(String file, ColumnMeta column, ColumnChunk chunk, RowGroup group, long fileSize) {
        ColumnMetaData meta = chunk.getMeta_data();
        if (meta == null || !isPlain(chunk)) {
            return; // rejected when the column is read
        }
        long start = chunkStart(meta);
        long size = meta.getTotal_compressed_size();
        if (start < MAGIC.length || size < 0 || start > fileSize || size > fileSize - start) {
            throw new CorruptFileException(
                    file,
                    "The column chunk of " + column.name() + " starts at byte " + start + " with " + size
                            + " bytes, which does not fit in the file of " + fileSize + " bytes.");
        }
        if (column.maxRepetition() == 0 && meta.getNum_values() != group.getNum_rows()) {
            throw new CorruptFileException(
                    file,
                    "Column " + column.name() + " has " + meta.getNum_values()
                            + " values (num_values) in a row group of " + group.getNum_rows() + " rows.");
        }
    }

    private static boolean isPlain(ColumnChunk chunk) {
        return !chunk.isSetCrypto_metadata() && !chunk.isSetFile_path();
    }

    /**
     * The metadata of a column chunk that will be read.
     *
     * @throws UnsupportedFormatException if the chunk is encrypted or in another file
     */
    public static ColumnMetaData metadata(String file, ColumnMeta column, ColumnChunk chunk) {
        ColumnMetaData meta = chunk.getMeta_data();
        if (meta == null || chunk.isSetCrypto_metadata()) {
            throw new UnsupportedFormatException(
                    file,
                    "Parquet encryption (column " + column.name() + ")",
                    "Leave the column out, or write the file anew without encryption.");
        }
        if (chunk.isSetFile_path()) {
            throw new UnsupportedFormatException(
                    file,
                    "a column chunk in another file ('" + chunk.getFile_path() + "', column " + column.name() + ")",
                    "Leave the column out, or write the file anew in one piece.");
        }
        return meta;
    }

    /** The position of a chunk's first page, which is its dictionary page if there is one. */
    public static long chunkStart(ColumnMetaData meta) {
        long data = meta.getData_page_offset();
        long dictionary = meta.isSetDictionary_page_offset() ? meta.getDictionary_page_offset() : 0;
        return dictionary > 0 && dictionary < data ? dictionary : data;
    }

    /** Reads the schema tree, which is stored in pre-order. */
    private static final class SchemaWalk {

        private final String file;
        private final List<SchemaElement> elements;
        private final List<ColumnMeta> leaves;
        private int at = 1; // the first element is the root

        /** @param leaves receives the columns in the order of their chunks */
        SchemaWalk(String file, List<SchemaElement> elements, List<ColumnMeta> leaves) {
            this.file = file;
            this.elements = elements;
            this.leaves = leaves;
        }

        /** A wrong unit would give wrong times; both annotations declare it. */
        private void checkTimestamp(String path, SchemaElement element) {
            LogicalType logical = element.getLogicalType();
            if (logical == null || !logical.isSetTIMESTAMP()) {
                return;
            }
            TimeUnit unit = logical.getTIMESTAMP().getUnit();
            ConvertedType converted = element.getConverted_type();
            boolean known = unit != null && unit.isSet();
            boolean same = converted == null
                    || !known
                    || unit.isSetMILLIS() == (converted == ConvertedType.TIMESTAMP_MILLIS)
                            && unit.isSetMICROS() == (converted == ConvertedType.TIMESTAMP_MICROS);
            if (!same) {
                throw new CorruptFileException(
                        file,
                        "Column " + path + " is annotated both as " + converted + " and as " + unit
                                + ", which contradict each other.");
            }
        }

        ParquetNode next(String path, int definition, int repetition, int depth) {
            if (at >= elements.size()) {
                throw new CorruptFileException(
                        file, "The footer's schema ends early: an element announces children that do not follow.");
            }
            if (depth > MAX_DEPTH) {
                throw new UnsupportedFormatException(
                        file,
                        "a Parquet schema more than " + MAX_DEPTH + " levels deep",
                        "Write the file anew with fewer levels.");
            }
            SchemaElement element = elements.get(at++);
            FieldRepetitionType kind = element.getRepetition_type();
            int ownDefinition = definition + (kind == FieldRepetitionType.REQUIRED ? 0 : 1);
            int ownRepetition = repetition + (kind == FieldRepetitionType.REPEATED ? 1 : 0);
            String ownPath = path.isEmpty() ? element.getName() : path + '.' + element.getName();
            if (isGroup(element)) {
                List<ParquetNode> children = new ArrayList<>();
                for (int i = 0; i < element.getNum_children(); i++) {
                    children.add(next(ownPath, ownDefinition, ownRepetition, depth + 1));
                }
                return new ParquetNode(element.getName(), element, ownDefinition, ownRepetition, children, null);
            }
            checkTimestamp(ownPath, element);
            if (element.getType() == null) {
                throw element.isSetNum_children()
                        ? new UnsupportedFormatException(
                                file,
                                "group " + ownPath + " without fields",
                                "Write the file anew without it, or with a field in it.")
                        : newer(file, "column " + ownPath + " of a physical type that is not known");
            }
            ColumnMeta leaf = new ColumnMeta(
                    ownPath, leaves.size(), ownDefinition, ownRepetition, element, StoredType.of(element));
            leaves.add(leaf);
            return new ParquetNode(element.getName(), element, ownDefinition, ownRepetition, List.of(), leaf);
        }
    }

    private static boolean isGroup(SchemaElement element) {
        return element.isSetNum_children() && element.getNum_children() > 0;
    }
}
