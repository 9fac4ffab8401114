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
package io.tablestore.metastore;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TStruct;
import org.apache.thrift.protocol.TType;
import org.jspecify.annotations.Nullable;

/**
 * A structure of the metastore by field number, as received. Fields of newer metastores that this client does not know are sent
 * back unchanged.
 */
final class ThriftStruct {

    private static final TStruct NAMELESS = new TStruct("");
    private static final int MAX_DEPTH = 64;

    /** A value and its wire type. */
    private record Value(byte type, Object content) {}

    /** Elements of a list or set. */
    private record Elements(byte type, List<Object> values) {}

    /** Alternating keys and values of a map. */
    private record Entries(byte keyType, byte valueType, List<Object> keysAndValues) {}

    private final Map<Short, Value> fields = new LinkedHashMap<>();

    ThriftStruct set(int id, @Nullable String text) {
        return put(id, TType.STRING, text == null ? null : bytes(text));
    }

    ThriftStruct set(int id, int number) {
        return put(id, TType.I32, number);
    }

    ThriftStruct set(int id, long number) {
        return put(id, TType.I64, number);
    }

    ThriftStruct set(int id, boolean flag) {
        return put(id, TType.BOOL, flag);
    }

    ThriftStruct set(int id, ThriftStruct struct) {
        return put(id, TType.STRUCT, struct);
    }

    ThriftStruct setStructs(int id, List<ThriftStruct> structs) {
        return put(id, TType.LIST, new Elements(TType.STRUCT, new ArrayList<>(structs)));
    }

    ThriftStruct setTexts(int id, List<String> texts) {
        return put(
                id,
                TType.LIST,
                new Elements(
                        TType.STRING,
                        new ArrayList<>(texts.stream().map(ThriftStruct::bytes).toList())));
    }

    ThriftStruct setTexts(int id, Map<String, String> texts) {
        List<Object> keysAndValues = new ArrayList<>();
        texts.forEach((key, value) -> {
            keysAndValues.add(bytes(key));
            keysAndValues.add(bytes(value));
        });
        return put(id, TType.MAP, new Entries(TType.STRING, TType.STRING, keysAndValues));
    }

    private ThriftStruct put(int id, byte type, @Nullable Object content) {
        if (content == null) {
            fields.remove((short) id);
        } else {
            fields.put((short) id, new Value(type, content));
        }
        return this;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Object bytes) {
        return StandardCharsets.UTF_8.decode(((ByteBuffer) bytes).duplicate()).toString();
    }

    boolean has(int id) {
        return fields.containsKey((short) id);
    }

    private @Nullable Object content(int id) {
        Value value = fields.get((short) id);
        return value == null ? null : value.content;
    }

    /** A string, or empty if it is not set. */
    String text(int id) {
        Object content = content(id);
        return content == null ? "" : text(content);
    }

    int integer(int id) {
        return content(id) instanceof Integer number ? number : 0;
    }

    long number(int id) {
        return content(id) instanceof Long number ? number : 0;
    }

    @Nullable
    ThriftStruct struct(int id) {
        return (ThriftStruct) content(id);
    }

    List<ThriftStruct> structs(int id) {
        return content(id) instanceof Elements elements
                ? elements.values.stream().map(ThriftStruct.class::cast).toList()
                : List.of();
    }

    List<String> texts(int id) {
        return content(id) instanceof Elements elements
                ? elements.values.stream().map(ThriftStruct::text).toList()
                : List.of();
    }

    /** A copy of a map of strings, which may be changed and set again. */
    Map<String, String> textMap(int id) {
        Map<String, String> map = new LinkedHashMap<>();
        if (content(id) instanceof Entries entries) {
            for (int i = 0; i < entries.keysAndValues.size(); i += 2) {
                map.put(text(entries.keysAndValues.get(i)), text(entries.keysAndValues.get(i + 1)));
            }
        }
        return map;
    }

    void write(TProtocol out) throws TException {
        out.writeStructBegin(NAMELESS);
        for (Map.Entry<Short, Value> field : fields.entrySet()) {
            Value value = field.getValue();
            out.writeFieldBegin(new TField("", value.type, field.getKey()));
            write(out, value.type, value.content);
            out.writeFieldEnd();
        }
        out.writeFieldStop();
        out.writeStructEnd();
    }

    private static void write(TProtocol out, byte type, Object content) throws TException {
        switch (type) {
            case TType.BOOL -> out.writeBool((Boolean) content);
            case TType.BYTE -> out.writeByte((Byte) content);
            case TType.I16 -> out.writeI16((Short) content);
            case TType.I32, TType.ENUM -> out.writeI32((Integer) content);
            case TType.I64 -> out.writeI64((Long) content);
            case TType.DOUBLE -> out.writeDouble((Double) content);
            case TType.STRING -> out.writeBinary(((ByteBuffer) content).duplicate());
            case TType.STRUCT -> ((ThriftStruct) content).write(out);
            case TType.LIST, TType.SET -> {
                Elements elements = (Elements) content;
                if (type == TType.LIST) {
                    out.writeListBegin(new TList(elements.type, elements.values.size()));
                } else {
                    out.writeSetBegin(new TSet(elements.type, elements.values.size()));
                }
                for (Object element : elements.values) {
                    write(out, elements.type, element);
                }
            }
            case TType.MAP -> {
                Entries entries = (Entries) content;
                out.writeMapBegin(new TMap(entries.keyType, entries.valueType, entries.keysAndValues.size() / 2));
                for (int i = 0; i < entries.keysAndValues.size(); i++) {
                    write(out, i % 2 == 0 ? entries.keyType : entries.valueType, entries.keysAndValues.get(i));
                }
            }
            default -> throw new TProtocolException("type " + type + " on the wire");
        }
    }

    static ThriftStruct read(TProtocol in) throws TException {
        return read(in, 0);
    }

    private static ThriftStruct read(TProtocol in, int depth) throws TException {
        if (depth > MAX_DEPTH) {
            throw new TProtocolException("structures more than " + MAX_DEPTH + " deep");
        }
        ThriftStruct struct = new ThriftStruct();
        in.readStructBegin();
        for (TField field = in.readFieldBegin(); field.type != TType.STOP; field = in.readFieldBegin()) {
            struct.put(field.id, field.type, content(in, field.type, depth));
            in.readFieldEnd();
        }
        in.readStructEnd();
        return struct;
    }

    private static Object content(TProtocol in, byte type, int depth) throws TException {
        return switch (type) {
            case TType.BOOL -> in.readBool();
            case TType.BYTE -> in.readByte();
            case TType.I16 -> in.readI16();
            case TType.I32, TType.ENUM -> in.readI32();
            case TType.I64 -> in.readI64();
            case TType.DOUBLE -> in.readDouble();
            case TType.STRING -> in.readBinary();
            case TType.STRUCT -> read(in, depth + 1);
            case TType.LIST -> {
                TList list = in.readListBegin();
                yield elements(in, list.elemType, list.size, depth);
            }
            case TType.SET -> {
                TSet set = in.readSetBegin();
                yield elements(in, set.elemType, set.size, depth);
            }
            case TType.MAP -> {
                TMap map = in.readMapBegin();
                List<Object> keysAndValues = new ArrayList<>();
                for (int i = 0; i < map.size; i++) {
                    keysAndValues.add(content(in, map.keyType, depth + 1));
                    keysAndValues.add(content(in, map.valueType, depth + 1));
                }
                yield new Entries(map.keyType, map.valueType, keysAndValues);
            }
            default -> throw new TProtocolException("type " + type + " on the wire");
        };
    }

    private static Elements elements(TProtocol in, byte type, int size, int depth) throws TException {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            values.add(content(in, type, depth + 1));
        }
        return new Elements(type, values);
    }
}
