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
package io.tablestore.predicate;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Serializes predicates for engines that send them to other processes: a version, then the tree in pre-order. */
public final class PredicateSerializer {

    private static final int VERSION = 1;
    private static final int MAX_DEPTH = 1000;

    private PredicateSerializer() {}

    public static byte[] serialize(Predicate predicate) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(VERSION);
            write(predicate, out);
        } catch (IOException impossible) {
            throw new IllegalStateException("writing to memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /** @throws TableStoreException if the bytes are damaged or of another version */
    public static Predicate deserialize(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                throw new TableStoreException("A predicate of version " + version + " reached a reader of version "
                        + VERSION + ". Use the same release of the connector on every machine.");
            }
            return read(in, 0);
        } catch (IOException | RuntimeException damaged) {
            if (damaged instanceof TableStoreException known) {
                throw known;
            }
            throw new TableStoreException(
                    "The bytes of a predicate are damaged: " + damaged.getMessage()
                            + ". Use the same release of the connector on every machine.",
                    damaged);
        }
    }

    private static void write(Predicate predicate, DataOutputStream out) throws IOException {
        if (predicate instanceof Predicate.Constant constant) {
            out.writeByte(0);
            out.writeBoolean(constant.value());
        } else if (predicate instanceof Predicate.And and) {
            out.writeByte(1);
            writeAll(and.children(), out);
        } else if (predicate instanceof Predicate.Or or) {
            out.writeByte(2);
            writeAll(or.children(), out);
        } else if (predicate instanceof Predicate.Not not) {
            out.writeByte(3);
            write(not.child(), out);
        } else if (predicate instanceof Predicate.Compare compare) {
            out.writeByte(4);
            Wire.writeText(out, compare.column());
            Wire.writeText(out, compare.comparison().sql());
            writeLiteral(compare.literal(), out);
        } else if (predicate instanceof Predicate.In in) {
            out.writeByte(5);
            Wire.writeText(out, in.column());
            out.writeInt(in.literals().size());
            for (Object literal : in.literals()) {
                writeLiteral(literal, out);
            }
        } else if (predicate instanceof Predicate.IsNull isNull) {
            out.writeByte(6);
            Wire.writeText(out, isNull.column());
        } else if (predicate instanceof Predicate.StartsWith startsWith) {
            out.writeByte(7);
            Wire.writeText(out, startsWith.column());
            Wire.writeText(out, startsWith.prefix());
        }
    }

    private static Predicate read(DataInputStream in, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("nested deeper than " + MAX_DEPTH);
        }
        int code = in.readUnsignedByte();
        return switch (code) {
            case 0 -> in.readBoolean() ? Predicate.TRUE : Predicate.FALSE;
            case 1 -> new Predicate.And(readAll(in, depth));
            case 2 -> new Predicate.Or(readAll(in, depth));
            case 3 -> new Predicate.Not(read(in, depth + 1));
            case 4 -> new Predicate.Compare(Wire.readText(in), comparison(Wire.readText(in)), readLiteral(in));
            case 5 -> {
                String column = Wire.readText(in);
                List<Object> literals = new ArrayList<>();
                for (int i = Wire.readCount(in); i > 0; i--) {
                    literals.add(readLiteral(in));
                }
                yield new Predicate.In(column, literals);
            }
            case 6 -> new Predicate.IsNull(Wire.readText(in));
            case 7 -> new Predicate.StartsWith(Wire.readText(in), Wire.readText(in));
            default -> throw new IOException("predicate code " + code + " is unknown");
        };
    }

    private static Comparison comparison(String sql) throws IOException {
        for (Comparison comparison : Comparison.values()) {
            if (comparison.sql().equals(sql)) {
                return comparison;
            }
        }
        throw new IOException("comparison '" + sql + "' is unknown");
    }

    private static void writeAll(List<Predicate> children, DataOutputStream out) throws IOException {
        out.writeInt(children.size());
        for (Predicate child : children) {
            write(child, out);
        }
    }

    private static List<Predicate> readAll(DataInputStream in, int depth) throws IOException {
        List<Predicate> children = new ArrayList<>();
        for (int i = Wire.readCount(in); i > 0; i--) {
            children.add(read(in, depth + 1));
        }
        return children;
    }

    private static void writeLiteral(Object literal, DataOutputStream out) throws IOException {
        if (literal instanceof Boolean flag) {
            out.writeByte(0);
            out.writeBoolean(flag);
        } else if (literal instanceof Long number) {
            out.writeByte(1);
            out.writeLong(number);
        } else if (literal instanceof Double number) {
            out.writeByte(2);
            out.writeLong(Double.doubleToRawLongBits(number));
        } else if (literal instanceof BigDecimal decimal) {
            out.writeByte(3);
            out.writeInt(decimal.scale());
            Wire.writeBytes(out, decimal.unscaledValue().toByteArray());
        } else if (literal instanceof String text) {
            out.writeByte(4);
            Wire.writeText(out, text);
        } else if (literal instanceof byte[] bytes) {
            out.writeByte(5);
            Wire.writeBytes(out, bytes);
        } else if (literal instanceof LocalDate date) {
            out.writeByte(6);
            out.writeLong(date.toEpochDay());
        } else if (literal instanceof LocalTime time) {
            out.writeByte(7);
            out.writeLong(time.toNanoOfDay());
        } else if (literal instanceof LocalDateTime dateTime) {
            out.writeByte(8);
            out.writeLong(dateTime.toEpochSecond(ZoneOffset.UTC));
            out.writeInt(dateTime.getNano());
        } else if (literal instanceof Instant instant) {
            out.writeByte(9);
            out.writeLong(instant.getEpochSecond());
            out.writeInt(instant.getNano());
        } else {
            throw new IllegalStateException("no literal: " + literal.getClass());
        }
    }

    private static Object readLiteral(DataInputStream in) throws IOException {
        int code = in.readUnsignedByte();
        return switch (code) {
            case 0 -> in.readBoolean();
            case 1 -> in.readLong();
            case 2 -> Double.longBitsToDouble(in.readLong());
            case 3 -> {
                int scale = in.readInt();
                yield new BigDecimal(new BigInteger(Wire.readBytes(in)), scale);
            }
            case 4 -> Wire.readText(in);
            case 5 -> Wire.readBytes(in);
            case 6 -> LocalDate.ofEpochDay(in.readLong());
            case 7 -> LocalTime.ofNanoOfDay(in.readLong());
            case 8 -> LocalDateTime.ofEpochSecond(in.readLong(), in.readInt(), ZoneOffset.UTC);
            case 9 -> Instant.ofEpochSecond(in.readLong(), in.readInt());
            default -> throw new IOException("literal code " + code + " is unknown");
        };
    }
}
