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

import io.tablestore.fs.TableFileSystem.Entry;
import io.tablestore.internal.fs.http.XmlElement;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * A page of a listing.
 *
 * @param prefixes of keys that have a further delimiter, which ends them
 * @param nextToken asks for the next page; empty on the last one
 */
record ListPage(List<Listed> objects, List<String> prefixes, String nextToken) {

    /** @param modifiedMillis milliseconds since the epoch, or {@link Entry#UNKNOWN_TIME} */
    record Listed(String key, long sizeInBytes, long modifiedMillis) {}

    List<String> keys() {
        return objects.stream().map(Listed::key).toList();
    }

    static ListPage parse(byte[] document) throws IOException {
        XmlElement root = XmlElement.parse(document);
        if (!root.name().equals("ListBucketResult")) {
            throw new IOException("the store answers a listing with <" + root.name() + ">");
        }
        boolean isEncoded = root.textOf("EncodingType").equals("url");
        List<Listed> objects = new ArrayList<>();
        for (XmlElement element : root.children("Contents")) {
            String size = element.textOf("Size");
            if (!size.matches("\\d{1,18}")) {
                throw new IOException("the store lists an object of '" + size + "' bytes");
            }
            objects.add(new Listed(
                    decoded(element.textOf("Key"), isEncoded),
                    Long.parseLong(size),
                    millis(element.textOf("LastModified"))));
        }
        return new ListPage(
                objects,
                root.children("CommonPrefixes").stream()
                        .map(element -> decoded(element.textOf("Prefix"), isEncoded))
                        .toList(),
                root.textOf("IsTruncated").equals("true") ? root.textOf("NextContinuationToken") : "");
    }

    private static long millis(String time) throws IOException {
        if (time.isEmpty()) {
            return Entry.UNKNOWN_TIME;
        }
        try {
            return Instant.parse(time).toEpochMilli();
        } catch (DateTimeParseException malformed) {
            throw new IOException("the store lists an object of the time '" + time + "'", malformed);
        }
    }

    private static String decoded(String text, boolean isEncoded) {
        return isEncoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
    }
}
