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

/** The user that the metastore sees: the one that the engine has logged in. Nothing here performs a login. */
public interface MetastoreSecurity {

    /** The user name for a metastore without Kerberos. */
    String userName();

    /** The user's groups for a metastore without Kerberos. */
    List<String> groups();

    /**
     * A transport that authenticates by Kerberos or by the user's token. It is returned unopened.
     *
     * @param principal principal of the metastore
     */
    TTransport authenticated(TTransport transport, String host, String principal) throws TTransportException;

    /** The engine's user; without Hadoop, which Kerberos needs, the user of the process. */
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

    /** The user of the process, without Kerberos. */
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
