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

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.TableStoreException;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.serde2.SerDeException;
import org.apache.hadoop.hive.serde2.objectinspector.ObjectInspector;
import org.apache.hadoop.hive.serde2.objectinspector.primitive.PrimitiveObjectInspectorFactory;
import org.apache.hadoop.io.IntWritable;
import org.junit.jupiter.api.Test;

class TableStoreSerDeTest {

    /** Hive logs the first failure, continues, and asks for the columns. */
    @Test
    void aFailureIsRepeatedWhenColumnsAreAskedFor() {
        TableStoreSerDe serde = new TableStoreSerDe();
        Properties properties = new Properties();
        properties.setProperty("name", "db.t");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> serde.initialize(new Configuration(false), properties, null))
                    .isInstanceOf(SerDeException.class)
                    .hasMessageStartingWith("Table db.t has no location. ")
                    .hasCauseInstanceOf(TableStoreException.class);
            assertThatThrownBy(serde::getObjectInspector)
                    .isInstanceOf(SerDeException.class)
                    .hasMessageStartingWith("Table db.t has no location. ");
        }
    }

    @Test
    void rowsAreNotWritten() {
        ObjectInspector row = PrimitiveObjectInspectorFactory.writableIntObjectInspector;
        assertThatThrownBy(() -> new TableStoreSerDe().serialize(new IntWritable(1), row))
                .isInstanceOf(SerDeException.class)
                .hasMessage(TableStoreStorageHandler.READ_ONLY);
    }
}
