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
package io.tablestore.hive;

import io.tablestore.error.TableStoreException;
import io.tablestore.hive.read.HiveRow;
import io.tablestore.hive.table.HiveTableState;
import io.tablestore.hive.types.HiveTypes;
import io.tablestore.types.DataField;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.AbstractSerDe;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspectorFactory;
import org.apache.hadoop.hive.serde2.typeinfo.TypeInfoUtils;
import org.apache.hadoop.io.Writable;
import org.jspecify.annotations.Nullable;

/** Provides Hive with the columns of a table, which come from its schema file, and with the values of rows. */
public class TableStoreSerDe extends AbstractSerDe {

    private @Nullable ObjectInspector inspector;

    /** The error to throw if there is no inspector. */
    private SerDeException failure = new SerDeException("The SerDe is not initialized.");

    @Override
    public void initialize(Configuration conf, Properties tableProperties, @Nullable Properties partitionProperties)
            throws SerDeException {
        super.initialize(conf, tableProperties, partitionProperties);
        try {
            List<DataField> columns = HiveTableState.of(conf, tableProperties).columns(conf);
            inspector = inspector(columns, HiveTypes.zone(conf));
        } catch (TableStoreException failed) {
            failure = new SerDeException(failed.getMessage(), failed);
            throw failure;
        }
    }

    private static ObjectInspector inspector(List<DataField> columns, ZoneId zone) {
        List<ObjectInspector> inspectors = new ArrayList<>();
        columns.forEach(column -> inspectors.add(
                TypeInfoUtils.getStandardWritableObjectInspectorFromTypeInfo(HiveTypes.type(column.type(), zone))));
        return ObjectInspectorFactory.getStandardStructObjectInspector(HiveTypes.names(columns), inspectors);
    }

    /** Fails again if {@link #initialize} failed, since Hive may ignore that failure. */
    @Override
    public ObjectInspector getObjectInspector() throws SerDeException {
        ObjectInspector known = inspector;
        if (known == null) {
            throw failure;
        }
        return known;
    }

    @Override
    public Object deserialize(Writable row) {
        return ((HiveRow) row).values();
    }

    @Override
    public Class<? extends Writable> getSerializedClass() {
        return HiveRow.class;
    }

    @Override
    public Writable serialize(Object row, ObjectInspector rowInspector) throws SerDeException {
        throw new SerDeException(TableStoreStorageHandler.READ_ONLY);
    }

    @Override
    public boolean shouldStoreFieldsInMetastore(Map<String, String> tableParameters) {
        return true;
    }
}
