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
package io.tablestore.compat;

import java.lang.reflect.Method;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStore;

/** A metastore with the tables of locks, which an installation has from Hive's schema tool. */
public final class MetastoreMain {

    private MetastoreMain() {}

    /** @param arguments those of the metastore */
    public static void main(String[] arguments) throws Throwable {
        HiveConf conf = new HiveConf();
        for (Method method :
                Class.forName("org.apache.hadoop.hive.metastore.txn.TxnDbUtil").getMethods()) {
            if (method.getName().equals("prepDb") && method.getParameterCount() == 1) {
                method.invoke(null, conf); // takes another type in Hive 2
            }
        }
        HiveMetaStore.main(arguments);
    }
}
