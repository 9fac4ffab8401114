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
package io.tablestore.hive.types;

import io.tablestore.arrow.ArrowTypes;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.UnsupportedFormatException;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.common.type.HiveChar;
import org.apache.hadoop.hive.common.type.HiveVarchar;
import org.apache.hadoop.hive.common.type.TimestampTZUtil;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfo;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoFactory;

/** Translates types from tables to Hive. */
public final class HiveTypes {

    private HiveTypes() {}

    /** The names of fields in Hive, which are in lower case. */
    public static List<String> names(List<DataField> fields) {
        Map<String, String> seen = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (DataField field : fields) {
            String name = field.name().toLowerCase(Locale.ROOT);
            String other = seen.put(name, field.name());
            if (other != null) {
                throw new InvalidTableException("Hive cannot distinguish the columns " + other + " and " + field.name()
                        + ", because it knows names in lower case only. Rename one of them.");
            }
            names.add(name);
        }
        return names;
    }

    /** The session's time zone, in which instants are shown. */
    public static ZoneId zone(Configuration conf) {
        return TimestampTZUtil.parseTimeZone(HiveConf.getVar(conf, HiveConf.ConfVars.HIVE_LOCAL_TIME_ZONE));
    }

    public static List<TypeInfo> types(List<DataField> fields, ZoneId zone) {
        return fields.stream().map(field -> type(field.type(), zone)).toList();
    }

    /** Hive's type for a table's type. A type that Hive cannot show becomes a string, and is refused when it is read. */
    public static TypeInfo type(DataType type, ZoneId zone) {
        if (type instanceof DataType.Row row) {
            return TypeInfoFactory.getStructTypeInfo(names(row.fields()), types(row.fields(), zone));
        }
        if (type instanceof DataType.Mapping map) {
            return TypeInfoFactory.getMapTypeInfo(type(map.key(), zone), type(map.value(), zone));
        }
        if (type instanceof DataType.Collection collection) {
            TypeInfo element = type(collection.element(), zone);
            return type.root() == TypeRoot.MULTISET
                    ? TypeInfoFactory.getMapTypeInfo(element, TypeInfoFactory.intTypeInfo)
                    : TypeInfoFactory.getListTypeInfo(element);
        }
        return atomic((DataType.Atomic) type, zone);
    }

    private static TypeInfo atomic(DataType.Atomic type, ZoneId zone) {
        int length = type.precision();
        return switch (type.root()) {
            case BOOLEAN -> TypeInfoFactory.booleanTypeInfo;
            case TINYINT -> TypeInfoFactory.byteTypeInfo;
            case SMALLINT -> TypeInfoFactory.shortTypeInfo;
            case INT -> TypeInfoFactory.intTypeInfo;
            case BIGINT -> TypeInfoFactory.longTypeInfo;
            case FLOAT -> TypeInfoFactory.floatTypeInfo;
            case DOUBLE -> TypeInfoFactory.doubleTypeInfo;
            case DECIMAL -> TypeInfoFactory.getDecimalTypeInfo(type.precision(), type.scale());
            case CHAR ->
                length <= HiveChar.MAX_CHAR_LENGTH
                        ? TypeInfoFactory.getCharTypeInfo(length)
                        : TypeInfoFactory.stringTypeInfo;
            case VARCHAR ->
                length <= HiveVarchar.MAX_VARCHAR_LENGTH
                        ? TypeInfoFactory.getVarcharTypeInfo(length)
                        : TypeInfoFactory.stringTypeInfo;
            case BINARY, VARBINARY, BLOB -> TypeInfoFactory.binaryTypeInfo;
            case DATE -> TypeInfoFactory.dateTypeInfo;
            case TIME, VARIANT -> TypeInfoFactory.stringTypeInfo;
            case TIMESTAMP -> TypeInfoFactory.timestampTypeInfo;
            case TIMESTAMP_LTZ -> TypeInfoFactory.getTimestampTZTypeInfo(zone);
            case ARRAY, MULTISET, MAP, ROW, VECTOR -> throw new IllegalStateException(type + " is not atomic");
        };
    }

    /**
     * Whether a column has instants inside arrays, maps or rows. Hive does not vectorize instant columns, but accepts
     * nested instants and then fails ("Vectorizaton is not supported for datatype:TIMESTAMPLOCALTZ", also for its ORC
     * tables).
     */
    public static boolean isNeverVectorized(DataField column) {
        return ArrowTypes.parts(column.type()).stream()
                .anyMatch(part -> part.type().root() == TypeRoot.TIMESTAMP_LTZ || isNeverVectorized(part));
    }

    /** Refuses to read a column whose type Hive cannot show. */
    public static void checkReadable(DataField field) {
        if (field.type().root() == TypeRoot.VARIANT) {
            throw new UnsupportedFormatException(
                    "Column " + field.name(),
                    "a column of type " + field.type() + " in Hive",
                    "Leave the column out of the query.");
        }
        ArrowTypes.parts(field.type()).forEach(HiveTypes::checkReadable);
    }

    /** The column as the metastore declares it. */
    public static FieldSchema column(DataField field) {
        return new FieldSchema(
                field.name().toLowerCase(Locale.ROOT),
                type(field.type(), ZoneOffset.UTC).getTypeName(),
                field.description());
    }
}
