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
package io.tablestore.internal.fs.azure;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to the Blob service, without its authorization.
 *
 * @param headers with names in lower case
 */
record BlobRequest(String method, BlobPath path, SortedMap<String, String> headers, byte[] body) {

    private static final byte[] NO_BODY = {};

    BlobRequest {
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    static BlobRequest of(String method, BlobPath path) {
        return new BlobRequest(method, path, new TreeMap<>(), NO_BODY);
    }

    BlobRequest withHeader(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new BlobRequest(method, path, more, body);
    }

    /** @param content not copied */
    BlobRequest withBody(byte[] content) {
        return new BlobRequest(method, path, headers, content);
    }

    /** Says what is done and where, for messages. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
