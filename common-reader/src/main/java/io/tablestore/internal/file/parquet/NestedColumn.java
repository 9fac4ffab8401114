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
package io.tablestore.internal.file.parquet;

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.file.parquet.footer.ColumnMeta;
import io.tablestore.internal.file.parquet.footer.ParquetNode;
import io.tablestore.internal.file.parquet.footer.StoredType;
import io.tablestore.internal.file.parquet.variant.VariantAssembler;
import io.tablestore.internal.file.parquet.variant.VariantShape;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.NestedBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.parquet.format.FieldRepetitionType;

/**
 * Assembles a column of groups from the levels of its leaves: rows, lists and maps of any depth. Fields that the wanted type
 * omits are not read.
 */
final class NestedColumn implements AutoCloseable {

    private final String file;
    private final ParquetNode node;
    private final BufferPool pool;
    private final ColumnWriters writers;
    private final Function<ColumnMeta, NestedLeaf> opener;
    private final Map<ColumnMeta, NestedLeaf> leaves = new HashMap<>();

    NestedColumn(
            String file,
            ParquetNode node,
            BufferPool pool,
            ColumnWriters writers,
            Function<ColumnMeta, NestedLeaf> opener) {
        this.file = file;
        this.node = node;
        this.pool = pool;
        this.writers = writers;
        this.opener = opener;
    }

    /** A column, and the leaf whose levels determine its shape. */
    private record Built(ArrowColumn column, NestedLeaf shape) {}

    /** Rows {@code start .. start + rows - 1} of the row group. */
    ArrowColumn read(DataField wanted, long start, int rows) throws IOException {
        ArrowColumn column = build(wanted, node, 0, 0, start, rows).column;
        if (column.vector().getValueCount() != rows) {
            int found = column.vector().getValueCount();
            column.close();
            throw new IOException("the levels tell of " + found + " rows where " + rows + " are wanted");
        }
        return column;
    }

    /**
     * @param repetition the repetition level of slots: an entry with a greater level continues the previous slot
     * @param definition the lowest definition level at which an entry is a slot
     */
    private Built build(DataField wanted, ParquetNode at, int repetition, int definition, long start, int rows)
            throws IOException {
        DataType type = wanted.type();
        ColumnMeta meta = at.leaf();
        if (meta != null && meta.stored().kind() == StoredType.Kind.NULL && at.repetition() == repetition) {
            NestedLeaf leaf = open(meta);
            return new Built(leaf.read(start, rows, definition, wanted, writers), leaf);
        }
        boolean isCollection = !(type instanceof DataType.Row || type instanceof DataType.Atomic);
        if (isCollection) {
            return repeated(wanted, ArrowTypes.parts(type), at, repetition, definition, start, rows);
        }
        if (at.repetition() > repetition) {
            throw mismatch(wanted, at);
        }
        if (type.root() == TypeRoot.VARIANT && VariantShape.isShredded(at)) {
            return shredded(wanted, at, repetition, definition, start, rows);
        }
        if (type instanceof DataType.Row || type.root() == TypeRoot.VARIANT) {
            return struct(wanted, ArrowTypes.parts(type), at, repetition, definition, start, rows);
        }
        if (meta == null) {
            throw mismatch(wanted, at);
        }
        NestedLeaf leaf = open(meta);
        return new Built(leaf.read(start, rows, definition, wanted, writers), leaf);
    }

    private Built shredded(DataField wanted, ParquetNode at, int repetition, int definition, long start, int rows)
            throws IOException {
        DataField shape = new VariantShape(file).toField(wanted.name(), at);
        Built stored = struct(shape, ArrowTypes.parts(shape.type()), at, repetition, definition, start, rows);
        try (ArrowColumn column = stored.column) {
            return new Built(new VariantAssembler().assemble(column, shape, wanted, pool), stored.shape);
        }
    }

    private Built struct(
            DataField wanted,
            List<DataField> fields,
            ParquetNode at,
            int repetition,
            int definition,
            long start,
            int rows)
            throws IOException {
        List<ArrowColumn> children = new ArrayList<>();
        try {
            NestedLeaf shape = null;
            for (DataField field : fields) {
                ParquetNode child = at.child(field.name());
                if (child == null) {
                    throw mismatch(wanted, at);
                }
                Built built = build(field, child, repetition, definition, start, rows);
                children.add(built.column);
                shape = built.shape;
            }
            if (shape == null) { // no field is wanted, only which rows are null
                shape = open(at.firstLeaf());
                shape.readLevels(start, rows);
            }
            NestedLeaf.Levels levels = shape.levels();
            int slots = levels.slots(repetition, definition);
            try (NestedBuilder builder = NestedBuilder.struct(pool, ArrowTypes.field(wanted), slots)) {
                int slot = 0;
                for (int i = 0; i < levels.count(); i++) {
                    if (levels.isSlot(i, repetition, definition)) {
                        if (levels.definitions()[i] < at.definition()) {
                            builder.setNull(slot);
                        }
                        slot++;
                    }
                }
                return new Built(builder.finish(children), shape);
            }
        } finally {
            children.forEach(ArrowColumn::close);
        }
    }

    /**
     * A list or a map: a group with one repeated node in it, or only the repeated node, which is never null (parquet-format,
     * LogicalTypes.md, "Lists").
     */
    private Built repeated(
            DataField wanted,
            List<DataField> parts,
            ParquetNode at,
            int repetition,
            int definition,
            long start,
            int rows)
            throws IOException {
        boolean bare = at.repetition() > repetition;
        boolean oneRepeated = at.children().size() == 1
                && at.children().get(0).element().getRepetition_type() == FieldRepetitionType.REPEATED;
        if (!bare && !oneRepeated) {
            throw mismatch(wanted, at);
        }
        ParquetNode inner = bare ? at : at.children().get(0);
        List<ParquetNode> nodes =
                parts.size() > 1 ? inner.children() : List.of(bare ? inner : element(at, inner, parts.get(0)));
        if (nodes.size() != parts.size()) {
            throw mismatch(wanted, at);
        }
        List<ArrowColumn> children = new ArrayList<>();
        try {
            NestedLeaf shape = null;
            for (int i = 0; i < nodes.size(); i++) {
                Built built = build(parts.get(i), nodes.get(i), inner.repetition(), inner.definition(), start, rows);
                children.add(built.column);
                shape = built.shape;
            }
            if (shape == null) {
                throw mismatch(wanted, at);
            }
            NestedLeaf.Levels levels = shape.levels();
            int slots = levels.slots(repetition, definition);
            try (NestedBuilder builder = NestedBuilder.list(pool, ArrowTypes.field(wanted), slots)) {
                int slot = -1;
                int elements = 0;
                for (int i = 0; i < levels.count(); i++) {
                    if (levels.isSlot(i, repetition, definition)) {
                        slot++;
                        if (!bare && levels.definitions()[i] < at.definition()) {
                            builder.setNull(slot);
                        }
                    }
                    if (levels.isSlot(i, inner.repetition(), inner.definition())) {
                        elements++;
                    }
                    if (slot >= 0) {
                        builder.endList(slot, elements);
                    }
                }
                return new Built(builder.finish(children), shape);
            }
        } finally {
            children.forEach(ArrowColumn::close);
        }
    }

    /** The element of a list is the only child of the repeated group or, in files of older writers, the group itself. */
    private static ParquetNode element(ParquetNode list, ParquetNode inner, DataField wanted) {
        boolean isElement = inner.leaf() != null
                || inner.children().size() != 1
                || inner.name().equals("array")
                || inner.name().equals(list.name() + "_tuple")
                || wanted.type() instanceof DataType.Row row
                        && inner.child("element") == null
                        && !row.fields().isEmpty()
                        && inner.child(row.fields().get(0).name()) != null;
        return isElement ? inner : inner.children().get(0);
    }

    /** The element of a list of rows; other nodes are returned unchanged. */
    static ParquetNode withoutLists(ParquetNode node) {
        boolean oneRepeated = node.children().size() == 1
                && node.children().get(0).element().getRepetition_type() == FieldRepetitionType.REPEATED;
        if (!oneRepeated) {
            return node;
        }
        ParquetNode inner = node.children().get(0);
        return inner.children().size() == 1 && !inner.name().equals("array")
                ? inner.children().get(0)
                : inner;
    }

    NestedLeaf open(ColumnMeta meta) {
        return leaves.computeIfAbsent(meta, opener);
    }

    long bytesRead() {
        return leaves.values().stream().mapToLong(NestedLeaf::bytesRead).sum();
    }

    @Override
    public void close() {
        leaves.values().forEach(NestedLeaf::close);
    }

    private UnsupportedFormatException mismatch(DataField wanted, ParquetNode at) {
        return new UnsupportedFormatException(
                file,
                "reading the Parquet " + (at.leaf() == null ? "group " : "column ") + at.name() + " as "
                        + wanted.type(),
                "Leave the column out, or compact the table fully.");
    }
}
