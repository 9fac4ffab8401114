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

import java.net.URI;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TException;
import org.apache.thrift.protocol.TBinaryProtocol;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.transport.TSocket;
import org.apache.thrift.transport.TTransport;

/**
 * One connection to a metastore.
 *
 * <p><b>Threads:</b> one at a time.
 */
final class MetastoreConnection implements AutoCloseable {

    private final TTransport transport;
    private final TProtocol protocol;
    private int sequence;

    /** Connects and authenticates. */
    MetastoreConnection(URI uri, MetastoreOptions options, MetastoreSecurity security) throws TException {
        TSocket socket = new TSocket(
                new org.apache.thrift.TConfiguration(),
                uri.getHost(),
                MetastoreOptions.port(uri),
                Math.toIntExact(options.timeout().toMillis()));
        boolean kerberos = !options.principal().isEmpty();
        transport = kerberos ? security.authenticated(socket, uri.getHost(), options.principal()) : socket;
        protocol = new TBinaryProtocol(transport);
        try {
            transport.open();
            if (!kerberos) {
                call("set_ugi", new ThriftStruct().set(1, security.userName()).setTexts(2, security.groups()));
            }
        } catch (TException failed) {
            transport.close();
            throw failed;
        }
    }

    /**
     * Calls a method of the metastore.
     *
     * @return the answer: the result in field 0, or an exception in the field that the method declares for it
     */
    ThriftStruct call(String method, ThriftStruct arguments) throws TException {
        int number = ++sequence;
        protocol.writeMessageBegin(new TMessage(method, TMessageType.CALL, number));
        arguments.write(protocol);
        protocol.writeMessageEnd();
        transport.flush();
        TMessage answer = protocol.readMessageBegin();
        if (answer.type == TMessageType.EXCEPTION) {
            TApplicationException failed = TApplicationException.readFrom(protocol);
            protocol.readMessageEnd();
            throw failed;
        }
        ThriftStruct result = ThriftStruct.read(protocol);
        protocol.readMessageEnd();
        if (answer.seqid != number) {
            throw new TApplicationException(
                    TApplicationException.BAD_SEQUENCE_ID, method + " got the answer of another call");
        }
        return result;
    }

    @Override
    public void close() {
        transport.close();
    }
}
