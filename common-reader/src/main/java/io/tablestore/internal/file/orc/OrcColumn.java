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

import io.tablestore.arrow.ArrowColumn;
import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.internal.memory.BufferPool;
import io.tablestore.internal.vector.ColumnBuilder;
import io.tablestore.internal.vector.NestedBuilder;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/** Reads one column of a stripe forwards. A nested column reads an entry for each slot of its parent. */
abstract class OrcColumn {

    final DataField wanted;
    private final @Nullable ByteRuns presence;
    private boolean[] present = new boolean[1024];

    OrcColumn(DataField wanted, OrcStripe stripe, int id) {
        this.wanted = wanted;
        OrcStream stream = stripe.streamIfPresent(id, Kind.PRESENT);
        this.presence = stream == null ? null : new ByteRuns(stream);
    }

    /**
     * Reads slots.
     *
     * @param parent the slots that have an entry here; null means all
     */
    final ArrowColumn read(int slots, boolean @Nullable [] parent, BufferPool pool) throws IOException {
        int values = readPresence(slots, parent);
        return build(slots, values, values == slots ? null : present, pool);
    }

    /** Skips entries. */
    final void skip(int entries) throws IOException {
        skipValues(readPresence(entries, null));
    }

    /** Determines which slots hold a value; returns their number. */
    private int readPresence(int slots, boolean @Nullable [] parent) throws IOException {
        if (presence == null && parent == null) {
            return slots;
        }
        if (present.length < slots) {
            present = new boolean[Integer.highestOneBit(slots) << 1];
        }
        int values = 0;
        for (int slot = 0; slot < slots; slot++) {
            boolean here = (parent == null || parent[slot]) && (presence == null || presence.nextBit());
            present[slot] = here;
            values += here ? 1 : 0;
        }
        return values;
    }

    /**
     * @param values number of slots that hold a value
     * @param filled the slots that do; null means all
     */
    abstract ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException;

    abstract void skipValues(int values) throws IOException;

    final Field field() {
        return ArrowTypes.field(wanted.asNullable());
    }

    static void setNulls(ColumnBuilder builder, int slots, boolean @Nullable [] filled) {
        if (filled != null) {
            for (int slot = 0; slot < slots; slot++) {
                if (!filled[slot]) {
                    builder.setNull(slot);
                }
            }
        }
    }

    /**
     * A column of the wanted type.
     *
     * @throws UnsupportedFormatException if the stored type cannot be read as it
     */
    static OrcColumn of(OrcContext context, DataField wanted, int id) throws IOException {
        OrcProto.Type stored = context.tail().footer.getTypes(id);
        NewerOrc.checkType(context.file(), wanted.name(), stored);
        NewerOrc.checkEncoding(context.file(), wanted.name(), context.stripe().encoding(id));
        OrcProto.Type.Kind kind = stored.getKind();
        DataType type = wanted.type();
        OrcColumn column = null;
        if (type instanceof DataType.Row && kind == OrcProto.Type.Kind.STRUCT) {
            column = new Struct(context, wanted, id);
        } else if (type.root() == TypeRoot.MAP || type.root() == TypeRoot.MULTISET) {
            column = kind == OrcProto.Type.Kind.MAP ? new Repeated(context, wanted, id) : null;
        } else if (type instanceof DataType.Collection) {
            column = kind == OrcProto.Type.Kind.LIST ? new Repeated(context, wanted, id) : null;
        } else if (type instanceof DataType.Atomic atomic) {
            column = OrcValues.of(context, wanted, atomic, id, stored);
        }
        if (column == null) {
            throw new UnsupportedFormatException(
                    context.file(),
                    "reading ORC " + kind + " as " + type + " (column " + wanted.name() + ")",
                    "Leave the column out, or compact the table fully.");
        }
        return column;
    }

    private static final class Struct extends OrcColumn {

        private final List<OrcColumn> children = new ArrayList<>();

        Struct(OrcContext context, DataField wanted, int id) throws IOException {
            super(wanted, context.stripe(), id);
            for (DataField field : ArrowTypes.parts(wanted.type())) {
                int child = context.tail().child(id, field.name());
                if (child < 0) {
                    throw new UnsupportedFormatException(
                            context.file(), "a struct without field " + field.name(), "Leave the column out.");
                }
                children.add(of(context, field, child));
            }
        }

        @Override
        ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException {
            List<ArrowColumn> columns = new ArrayList<>();
            try (NestedBuilder builder = NestedBuilder.struct(pool, field(), slots)) {
                setNulls(builder, slots, filled);
                for (OrcColumn child : children) {
                    columns.add(child.read(slots, filled, pool));
                }
                return builder.finish(columns);
            } finally {
                columns.forEach(ArrowColumn::close);
            }
        }

        @Override
        void skipValues(int values) throws IOException {
            for (OrcColumn child : children) {
                child.skip(values);
            }
        }
    }

    /** A list or a map. */
    private static final class Repeated extends OrcColumn {

        private final IntegerRuns lengths;
        private final List<OrcColumn> children = new ArrayList<>();

        Repeated(OrcContext context, DataField wanted, int id) throws IOException {
            super(wanted, context.stripe(), id);
            lengths = context.integers(id, Kind.LENGTH, IntegerRuns.Sign.UNSIGNED);
            List<Integer> stored = context.tail().footer.getTypes(id).getSubtypesList();
            List<DataField> parts = ArrowTypes.parts(wanted.type());
            if (stored.size() != parts.size()) {
                throw new IOException("column " + id + " has " + stored.size() + " parts, not " + parts.size());
            }
            for (int i = 0; i < parts.size(); i++) {
                children.add(of(context, parts.get(i), stored.get(i)));
            }
        }

        @Override
        ArrowColumn build(int slots, int values, boolean @Nullable [] filled, BufferPool pool) throws IOException {
            List<ArrowColumn> columns = new ArrayList<>();
            try (NestedBuilder builder = NestedBuilder.list(pool, field(), slots)) {
                setNulls(builder, slots, filled);
                int elements = 0;
                for (int slot = 0; slot < slots; slot++) {
                    if (filled == null || filled[slot]) {
                        elements = Math.addExact(elements, length());
                    }
                    builder.endList(slot, elements);
                }
                for (OrcColumn child : children) {
                    columns.add(child.read(elements, null, pool));
                }
                return builder.finish(columns);
            } finally {
                columns.forEach(ArrowColumn::close);
            }
        }

        private int length() throws IOException {
            long length = lengths.next();
            if (length < 0 || length > Integer.MAX_VALUE) {
                throw new IOException("a list of " + length + " elements");
            }
            return (int) length;
        }

        @Override
        void skipValues(int values) throws IOException {
            int elements = 0;
            for (int i = 0; i < values; i++) {
                elements = Math.addExact(elements, length());
            }
            for (OrcColumn child : children) {
                child.skip(elements);
            }
        }
    }
}
