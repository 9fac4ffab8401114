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
package io.tablestore.internal.file.parquet.footer;

import shaded.parquet.org.apache.thrift.TConfiguration;
import shaded.parquet.org.apache.thrift.transport.TTransport;
import shaded.parquet.org.apache.thrift.transport.TTransportException;

/** Bytes in memory as the source of a Thrift structure. No length in it may exceed the remaining bytes. */
public final class ThriftBytes extends TTransport {

    private final byte[] bytes;
    private int position;
    private boolean exhausted;

    public ThriftBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Whether more bytes were requested than exist. */
    public boolean isExhausted() {
        return exhausted;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void open() {}

    @Override
    public void close() {}

    @Override
    public int read(byte[] target, int offset, int length) throws TTransportException {
        checkReadBytesAvailable(length);
        System.arraycopy(bytes, position, target, offset, length);
        position += length;
        return length;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public byte[] getBuffer() {
        return bytes;
    }

    @Override
    public int getBufferPosition() {
        return position;
    }

    @Override
    public int getBytesRemainingInBuffer() {
        return bytes.length - position;
    }

    @Override
    public void consumeBuffer(int length) {
        position += length;
    }

    @Override
    public TConfiguration getConfiguration() {
        return TConfiguration.DEFAULT;
    }

    @Override
    public void updateKnownMessageSize(long size) {}

    @Override
    public void checkReadBytesAvailable(long count) throws TTransportException {
        if (count < 0 || count > bytes.length - position) {
            exhausted = true;
            throw new TTransportException(count + " bytes where " + (bytes.length - position) + " are");
        }
    }
}
