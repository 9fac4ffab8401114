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
package io.tablestore.testing.s3;

import java.util.EnumMap;
import java.util.Map;

/** What a request asks of an object store. */
public enum RequestKind {
    GET,
    HEAD,
    /** A GET of a bucket instead of an object. */
    LIST,
    PUT,
    POST,
    DELETE;

    /** @param target the path of bucket and object, and the query */
    static RequestKind of(String method, String target) {
        RequestKind kind = valueOf(method);
        return kind == GET && path(target).indexOf('/', 1) < 0 ? LIST : kind;
    }

    /**
     * The kinds of which there are more requests than a budget allows, with their numbers.
     *
     * @param budget the maximum of each kind; 0 for those that are left out
     */
    public static Map<RequestKind, Integer> beyond(Map<RequestKind, Integer> budget, Map<RequestKind, Integer> counts) {
        Map<RequestKind, Integer> beyond = new EnumMap<>(RequestKind.class);
        counts.forEach((kind, count) -> {
            if (count > budget.getOrDefault(kind, 0)) {
                beyond.put(kind, count);
            }
        });
        return beyond;
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
