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

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.fs.RangeReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.CompressionKind;
import org.jspecify.annotations.Nullable;

/** Postscript and footer of an ORC file, checked against the file's length. */
final class OrcTail {

    private static final int TAIL_BYTES = 64 << 10;
    private static final int MAX_FOOTER_BYTES = 256 << 20;
    private static final int MAX_DEPTH = 200;

    private static final String MAGIC = "ORC";

    /** Used if the postscript has no block size. */
    private static final long DEFAULT_BLOCK_SIZE = 256 << 10;

    /** The attributes in which Paimon and Iceberg store the id of a field. */
    private static final Set<String> ID_ATTRIBUTES = Set.of("paimon.id", "iceberg.id");

    /** Used in place of a column id if several columns have the name. */
    private static final int AMBIGUOUS = -2;

    private static final int UNSTABLE_MINOR_VERSION = 9999;
    private static final int WRITER_WITH_SOUND_STATISTICS = 1;

    private final String file;
    final OrcCodec codec;
    final OrcProto.Footer footer;
    private final OrcProto.PostScript postscript;
    private final Map<String, Integer> topColumns = new HashMap<>();
    private final long metadataStart;
    private final int metadataBytes;

    private OrcTail(
            String file,
            OrcCodec codec,
            OrcProto.PostScript postscript,
            OrcProto.Footer footer,
            long metadataStart,
            int metadataBytes) {
        this.file = file;
        this.codec = codec;
        this.postscript = postscript;
        this.footer = footer;
        OrcProto.Type top = footer.getTypes(0);
        for (int i = 0; i < top.getSubtypesCount(); i++) {
            topColumns.merge(top.getFieldNames(i), top.getSubtypes(i), (first, second) -> AMBIGUOUS);
        }
        this.metadataStart = metadataStart;
        this.metadataBytes = metadataBytes;
    }

    static OrcTail read(String file, RangeReader reader, long size) throws IOException {
        if (size == 0) { // writers without rows may leave an empty file
            return empty(file);
        }
        byte[] tail = new byte[(int) Math.min(size, TAIL_BYTES)];
        reader.readFully(size - tail.length, ByteBuffer.wrap(tail));
        int postscriptBytes = tail.length == 0 ? 0 : tail[tail.length - 1] & 0xFF;
        if (postscriptBytes == 0 || postscriptBytes + 1 > tail.length) {
            throw new CorruptFileException(
                    file,
                    "The postscript has a length of " + postscriptBytes + " bytes, which does not fit in the file.");
        }
        int postscriptStart = tail.length - 1 - postscriptBytes;
        OrcProto.PostScript postscript =
                OrcProto.PostScript.parseFrom(ByteBuffer.wrap(tail, postscriptStart, postscriptBytes));
        checkFormat(file, postscript, reader);
        NewerOrc.checkCompression(file, postscript);
        long footerBytes = postscript.getFooterLength();
        if (footerBytes <= 0 || footerBytes > size - postscriptBytes - 1) {
            throw new CorruptFileException(
                    file,
                    "The footer has a length of " + footerBytes
                            + " bytes (footerLength), which does not fit in the file.");
        }
        checkFooterSize(file, "an ORC footer", footerBytes);
        long blockSize =
                postscript.hasCompressionBlockSize() ? postscript.getCompressionBlockSize() : DEFAULT_BLOCK_SIZE;
        OrcCodec codec = new OrcCodec(file, postscript.getCompression(), blockSize);
        byte[] stored = new byte[(int) footerBytes];
        reader.readFully(size - 1 - postscriptBytes - footerBytes, ByteBuffer.wrap(stored));
        OrcProto.Footer footer = OrcProto.Footer.parseFrom(codec.section(stored, 0, stored.length));
        check(file, footer, size);
        long metadataBytes = postscript.getMetadataLength();
        long metadataStart = size - 1 - postscriptBytes - footerBytes - metadataBytes;
        if (metadataBytes < 0 || metadataStart < 0) {
            throw new CorruptFileException(
                    file,
                    "The metadata has a length of " + metadataBytes
                            + " bytes (metadataLength), which does not fit in the file.");
        }
        // Statistics of stripes only save work, so they are ignored if they exceed the maximum size of a footer.
        int usedBytes = metadataBytes > MAX_FOOTER_BYTES ? 0 : (int) metadataBytes;
        return new OrcTail(file, codec, postscript, footer, metadataStart, usedBytes);
    }

    private static void checkFooterSize(String file, String what, long bytes) {
        if (bytes > MAX_FOOTER_BYTES) {
            throw new UnsupportedFormatException(
                    file,
                    what + " of " + bytes + " bytes",
                    "Up to " + MAX_FOOTER_BYTES + " bytes are read; write the rows to several files.");
        }
    }

    /** Files of the first writers have the magic number only at their start. */
    private static void checkFormat(String file, OrcProto.PostScript postscript, RangeReader reader)
            throws IOException {
        String magic = postscript.getMagic();
        if (!postscript.hasMagic()) {
            byte[] start = new byte[MAGIC.length()];
            reader.readFully(0, ByteBuffer.wrap(start));
            magic = new String(start, StandardCharsets.ISO_8859_1);
        }
        if (!magic.equals(MAGIC)) {
            throw new CorruptFileException(
                    file, "The magic of the postscript is '" + magic + "' instead of '" + MAGIC + "'.");
        }
        boolean isKnown =
                postscript.getVersionCount() == 0 || postscript.getVersion(0) == 0 || postscript.getVersion(0) == 1;
        if (!isKnown) {
            String version = postscript.getVersionList().stream()
                    .map(part -> Integer.toString(part))
                    .collect(Collectors.joining("."));
            throw new UnsupportedFormatException(
                    file, "version " + version + " of ORC", "Upgrade this reader, or rewrite the file as ORC 0.12.");
        }
    }

    private static OrcTail empty(String file) {
        OrcProto.PostScript postscript = OrcProto.PostScript.getDefaultInstance();
        OrcProto.Type struct =
                OrcProto.Type.newBuilder().setKind(OrcProto.Type.Kind.STRUCT).build();
        OrcProto.Footer footer =
                OrcProto.Footer.newBuilder().setNumberOfRows(0).addTypes(struct).build();
        return new OrcTail(file, new OrcCodec(file, CompressionKind.NONE, 0), postscript, footer, 0, 0);
    }

    private static void check(String file, OrcProto.Footer footer, long size) {
        if (footer.hasEncryption() && footer.getEncryption().getVariantsCount() > 0) {
            throw new UnsupportedFormatException(
                    file,
                    "ORC encryption (of " + encryptedColumns(footer) + ")",
                    "Rewrite the file without encryption, or read it with a tool that has the keys.");
        }
        long rows = 0;
        for (OrcProto.StripeInformation stripe : footer.getStripesList()) {
            long length = stripe.getIndexLength() + stripe.getDataLength() + stripe.getFooterLength();
            boolean inside = stripe.getOffset() >= 0
                    && stripe.getIndexLength() >= 0
                    && stripe.getDataLength() >= 0
                    && stripe.getFooterLength() >= 0
                    && length >= 0
                    && stripe.getOffset() <= size - length;
            if (!inside || stripe.getNumberOfRows() < 0) {
                throw new CorruptFileException(
                        file,
                        "A stripe starts at byte " + stripe.getOffset() + " with " + length + " bytes and "
                                + stripe.getNumberOfRows() + " rows, which does not fit in the file of " + size
                                + " bytes.");
            }
            checkFooterSize(file, "the footer of a stripe", stripe.getFooterLength());
            if (stripe.getNumberOfRows() > Integer.MAX_VALUE) {
                throw new UnsupportedFormatException(
                        file,
                        "a stripe of " + stripe.getNumberOfRows() + " rows",
                        "Up to " + Integer.MAX_VALUE + " are read; write the file with smaller stripes.");
            }
            rows += stripe.getNumberOfRows();
        }
        if (rows != footer.getNumberOfRows()) {
            throw new CorruptFileException(
                    file,
                    "The footer counts " + footer.getNumberOfRows() + " rows (numberOfRows), but its stripes " + rows
                            + ".");
        }
        List<OrcProto.Type> types = footer.getTypesList();
        if (types.isEmpty()) {
            throw new CorruptFileException(file, "The footer lists no types.");
        }
        checkType(file, types, 0, 0);
        NewerOrc.checkType(file, "of all rows", types.get(0));
        if (types.get(0).getKind() != OrcProto.Type.Kind.STRUCT) {
            throw new UnsupportedFormatException(
                    file,
                    "an ORC file whose rows are of type " + types.get(0).getKind(),
                    "Rows of a table are structs; rewrite the file with a struct at its top.");
        }
    }

    private static String encryptedColumns(OrcProto.Footer footer) {
        OrcProto.Type top = footer.getTypesCount() == 0 ? OrcProto.Type.getDefaultInstance() : footer.getTypes(0);
        List<String> names = new ArrayList<>();
        for (OrcProto.EncryptionVariant variant : footer.getEncryption().getVariantsList()) {
            int place = top.getSubtypesList().indexOf(variant.getRoot());
            names.add(
                    place < 0 || place >= top.getFieldNamesCount()
                            ? "type " + variant.getRoot()
                            : "column " + top.getFieldNames(place));
        }
        return String.join(", ", names);
    }

    /** Whether decimals of up to 18 digits are integers (ORC 2, marked as version 1.9999 while it is unstable). */
    boolean hasShortDecimals() {
        return postscript.getVersionCount() == 2
                && postscript.getVersion(0) == 1
                && postscript.getVersion(1) == UNSTABLE_MINOR_VERSION;
    }

    /** Whether minima and maxima of the file and its stripes are reliable: those of Hive before HIVE-8732 may be wrong. */
    boolean hasSoundStatistics() {
        return postscript.getWriterVersion() >= WRITER_WITH_SOUND_STATISTICS;
    }

    /** Checks that children follow their parent, so that the types form a tree. */
    private static void checkType(String file, List<OrcProto.Type> types, int id, int depth) {
        if (depth > MAX_DEPTH) {
            throw new UnsupportedFormatException(
                    file,
                    "an ORC schema more than " + MAX_DEPTH + " levels deep",
                    "Write the file anew with fewer levels.");
        }
        OrcProto.Type type = types.get(id);
        boolean named =
                type.getKind() != OrcProto.Type.Kind.STRUCT || type.getFieldNamesCount() == type.getSubtypesCount();
        int last = id;
        for (int child : type.getSubtypesList()) {
            if (child <= last || child >= types.size()) {
                named = false;
                break;
            }
            last = child;
            checkType(file, types, child, depth + 1);
        }
        if (!named) {
            throw new CorruptFileException(
                    file, "The footer's type " + id + " announces children that do not follow, or that have no name.");
        }
    }

    /** Statistics of each stripe; empty if the file has none. */
    List<OrcProto.StripeStatistics> stripeStatistics(RangeReader reader) throws IOException {
        if (metadataBytes == 0) {
            return List.of();
        }
        byte[] stored = new byte[metadataBytes];
        reader.readFully(metadataStart, ByteBuffer.wrap(stored));
        return OrcProto.Metadata.parseFrom(codec.section(stored, 0, stored.length))
                .getStripeStatsList();
    }

    /** The column id at the end of a path through structs, or -1. */
    int column(List<String> path) {
        int column = 0;
        for (String name : path) {
            if (column < 0 || footer.getTypes(column).getKind() != OrcProto.Type.Kind.STRUCT) {
                return -1;
            }
            column = child(column, name);
        }
        return column;
    }

    /** The name of the top-level column that has this id in its attributes; null if there is none. */
    @Nullable
    String columnWithId(int fieldId) {
        OrcProto.Type top = footer.getTypes(0);
        String id = Integer.toString(fieldId);
        for (int i = 0; i < top.getSubtypesCount(); i++) {
            for (OrcProto.StringPair attribute :
                    footer.getTypes(top.getSubtypes(i)).getAttributesList()) {
                if (ID_ATTRIBUTES.contains(attribute.getKey())
                        && attribute.getValue().equals(id)) {
                    return top.getFieldNames(i);
                }
            }
        }
        return null;
    }

    /** The column id of a child, or -1. */
    int child(int parent, String name) {
        if (parent == 0) {
            int column = topColumns.getOrDefault(name, -1);
            if (column == AMBIGUOUS) {
                throw new UnsupportedFormatException(
                        file,
                        "an ORC file with several columns named '" + name + "'",
                        "Leave the column out, or write the file anew with one name for each.");
            }
            return column;
        }
        OrcProto.Type type = footer.getTypes(parent);
        int index = type.getFieldNamesList().indexOf(name);
        return index < 0 ? -1 : type.getSubtypes(index);
    }
}
