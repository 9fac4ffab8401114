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
package io.tablestore.internal.fs.s3;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to S3, without its signature.
 *
 * @param query names and values, not encoded
 * @param headers with names in lower case
 */
record S3Request(
        String method, S3Path path, SortedMap<String, String> query, SortedMap<String, String> headers, byte[] body) {

    private static final byte[] NO_BODY = {};

    S3Request {
        query = Collections.unmodifiableSortedMap(new TreeMap<>(query));
        headers = Collections.unmodifiableSortedMap(new TreeMap<>(headers));
    }

    static S3Request of(String method, S3Path path) {
        return new S3Request(method, path, new TreeMap<>(), new TreeMap<>(), NO_BODY);
    }

    S3Request withQuery(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(query);
        more.put(name, value);
        return new S3Request(method, path, more, headers, body);
    }

    S3Request withHeader(String name, String value) {
        SortedMap<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new S3Request(method, path, query, more, body);
    }

    /** @param content not copied */
    S3Request withBody(byte[] content) {
        return new S3Request(method, path, query, headers, content);
    }

    /** Says what is done and where, for messages. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
