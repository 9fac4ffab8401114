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
package io.tablestore.internal.fs.http;

import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;

/**
 * Takes the body of an answer as it arrives.
 *
 * <p><b>Threads:</b> called by threads of the HTTP client, one at a time, and never after the exchange was abandoned.
 */
public interface BodySink {

    /** Whether the body of an answer with this status goes to this sink. Otherwise it becomes {@link Answer#body()}. */
    boolean takes(int status, HttpHeaders headers);

    /** The next bytes of the body. */
    void accept(ByteBuffer chunk);
}
