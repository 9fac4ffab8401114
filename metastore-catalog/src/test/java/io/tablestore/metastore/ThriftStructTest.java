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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TField;
import org.apache.thrift.protocol.TList;
import org.apache.thrift.protocol.TMap;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TSet;
import org.apache.thrift.protocol.TType;
import org.apache.thrift.transport.TMemoryBuffer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // nulls are values of these tests
class ThriftStructTest {

    private static byte[] bytes(ThriftStruct struct) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(64);
        struct.write(new TBinaryProtocol(buffer));
        return written(buffer);
    }

    private static byte[] written(TMemoryBuffer buffer) {
        byte[] bytes = new byte[buffer.length()];
        System.arraycopy(buffer.getArray(), 0, bytes, 0, bytes.length);
        return bytes;
    }

    private static ThriftStruct read(byte[] bytes) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(bytes.length);
        buffer.write(bytes);
        return ThriftStruct.read(new TBinaryProtocol(buffer));
    }

    @Test
    void whatWasSetIsReadBack() throws TException {
        ThriftStruct struct = read(bytes(new ThriftStruct()
                .set(1, "t\u00e9xt")
                .set(2, 7)
                .set(3, 1L << 40)
                .set(4, true)
                .set(5, new ThriftStruct().set(1, "inner"))
                .setStructs(6, List.of(new ThriftStruct().set(1, 1), new ThriftStruct().set(1, 2)))
                .setTexts(7, List.of("a", "", "c"))
                .setTexts(8, Map.of("k", "v"))));
        assertThat(struct.text(1)).isEqualTo("t\u00e9xt");
        assertThat(struct.integer(2)).isEqualTo(7);
        assertThat(struct.number(3)).isEqualTo(1L << 40);
        assertThat(struct.has(4)).isTrue();
        assertThat(struct.struct(5).text(1)).isEqualTo("inner");
        assertThat(struct.structs(6).stream().map(inner -> inner.integer(1))).containsExactly(1, 2);
        assertThat(struct.texts(7)).containsExactly("a", "", "c");
        assertThat(struct.textMap(8)).containsExactly(Map.entry("k", "v"));
    }

    @Test
    void whatIsMissingIsEmpty() {
        ThriftStruct struct = new ThriftStruct().set(9, "gone").set(9, (String) null);
        assertThat(struct.has(9)).isFalse();
        assertThat(struct.text(1)).isEmpty();
        assertThat(struct.integer(1)).isZero();
        assertThat(struct.number(1)).isZero();
        assertThat(struct.struct(1)).isNull();
        assertThat(struct.structs(1)).isEmpty();
        assertThat(struct.texts(1)).isEmpty();
        assertThat(struct.textMap(1)).isEmpty();
    }

    /** Fields of every type, as a newer metastore might send them, around one that is known and changed. */
    @Test
    void unknownFieldsGoBackAsTheyCame() throws TException {
        byte[] sent = fields("before");
        ThriftStruct struct = read(sent);
        assertThat(bytes(struct)).isEqualTo(sent);
        struct.set(20, "after");
        assertThat(bytes(struct)).isEqualTo(fields("after"));
    }

    private static byte[] fields(String known) throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(64);
        TBinaryProtocol out = new TBinaryProtocol(buffer);
        out.writeFieldBegin(new TField("", TType.BYTE, (short) 30));
        out.writeByte((byte) -3);
        out.writeFieldBegin(new TField("", TType.I16, (short) 31));
        out.writeI16((short) -300);
        out.writeFieldBegin(new TField("", TType.DOUBLE, (short) 32));
        out.writeDouble(-0.5);
        out.writeFieldBegin(new TField("", TType.BOOL, (short) 33));
        out.writeBool(false);
        out.writeFieldBegin(new TField("", TType.STRING, (short) 20));
        out.writeString(known);
        out.writeFieldBegin(new TField("", TType.STRING, (short) 34));
        out.writeBinary(ByteBuffer.wrap(new byte[] {-1, 0, -2})); // no UTF-8
        out.writeFieldBegin(new TField("", TType.SET, (short) 35));
        out.writeSetBegin(new TSet(TType.I64, 2));
        out.writeI64(1);
        out.writeI64(-1);
        out.writeFieldBegin(new TField("", TType.MAP, (short) -36));
        out.writeMapBegin(new TMap(TType.I32, TType.LIST, 1));
        out.writeI32(5);
        out.writeListBegin(new TList(TType.STRING, 1));
        out.writeString("deep");
        out.writeFieldStop();
        return written(buffer);
    }

    @Test
    void structuresThatNestWithoutEndAreRefused() throws TException {
        TMemoryBuffer buffer = new TMemoryBuffer(64);
        TBinaryProtocol out = new TBinaryProtocol(buffer);
        for (int depth = 0; depth < 1000; depth++) {
            out.writeFieldBegin(new TField("", TType.STRUCT, (short) 1));
        }
        assertThatThrownBy(() -> read(written(buffer)))
                .isInstanceOf(TProtocolException.class)
                .hasMessageContaining("64 deep");
    }
}
