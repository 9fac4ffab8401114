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

import io.tablestore.error.TableStoreException;
import java.util.List;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;

/** Who talks to the metastore: whoever the engine has logged in. Nothing here logs in by itself. */
public interface MetastoreSecurity {

    /** The name that a metastore without Kerberos is told. */
    String userName();

    /** Groups of the user that a metastore without Kerberos is told. */
    List<String> groups();

    /**
     * A transport that says who is there, by Kerberos or by the token that the user carries. It is not open yet.
     *
     * @param principal of the metastore
     */
    TTransport authenticated(TTransport transport, String host, String principal) throws TTransportException;

    /** The user of the engine; of the process where there is no Hadoop, which Kerberos needs. */
    static MetastoreSecurity ofEngine(MetastoreOptions options) {
        try {
            return Class.forName("io.tablestore.metastore.hadoop.HadoopSecurity")
                    .asSubclass(MetastoreSecurity.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError missing) {
            if (options.principal().isEmpty()) {
                return PLAIN;
            }
            throw new TableStoreException(
                    "A metastore with Kerberos ('" + MetastoreOptions.PRINCIPAL_KEY
                            + "') needs Hadoop's client jars on the class path.",
                    missing);
        }
    }

    /** The user of the process, where there is no Kerberos. */
    MetastoreSecurity PLAIN = new MetastoreSecurity() {

        @Override
        public String userName() {
            return System.getProperty("user.name", "");
        }

        @Override
        public List<String> groups() {
            return List.of();
        }

        @Override
        public TTransport authenticated(TTransport transport, String host, String principal)
                throws TTransportException {
            throw new TTransportException("Kerberos needs Hadoop's client jars on the class path");
        }
    };
}
