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

import io.tablestore.internal.fs.s3.http.XmlElement;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A page of a listing.
 *
 * @param keys of objects
 * @param prefixes of keys that have a further delimiter, which ends them
 * @param nextToken asks for the next page; empty on the last one
 */
record ListPage(List<String> keys, List<String> prefixes, String nextToken) {

    static ListPage parse(byte[] document) throws IOException {
        XmlElement root = XmlElement.parse(document);
        if (!root.name().equals("ListBucketResult")) {
            throw new IOException("the store answers a listing with <" + root.name() + ">");
        }
        boolean isEncoded = root.textOf("EncodingType").equals("url");
        return new ListPage(
                texts(root, "Contents", "Key", isEncoded),
                texts(root, "CommonPrefixes", "Prefix", isEncoded),
                root.textOf("IsTruncated").equals("true") ? root.textOf("NextContinuationToken") : "");
    }

    private static List<String> texts(XmlElement root, String outer, String inner, boolean isEncoded) {
        return root.children(outer).stream()
                .map(element -> element.textOf(inner))
                .map(text -> isEncoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text)
                .toList();
    }
}
