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

import io.tablestore.internal.fs.http.PercentEncoding;
import java.net.URI;

/**
 * Where the requests for a bucket go.
 *
 * @param endpoint scheme, host and port of a store; empty for AWS
 * @param isPathStyle whether the bucket is in the path instead of the host's name
 */
record Addressing(String endpoint, boolean isPathStyle) {

    /** The endpoint of a region, for messages too. */
    String endpoint(String region) {
        if (!endpoint.isEmpty()) {
            return endpoint;
        }
        return "https://s3." + region + (region.startsWith("cn-") ? ".amazonaws.com.cn" : ".amazonaws.com");
    }

    URI uri(S3Request request, String region) {
        String bucket = request.path().bucket();
        String base = endpoint(region);
        String path = "/" + PercentEncoding.encodePath(request.path().key());
        // Certificates do not cover names with more dots, and a host's name cannot have other characters.
        if (isPathStyle || !bucket.matches("[a-z0-9-]+")) {
            base += "/" + PercentEncoding.encode(bucket);
        } else {
            base = base.replaceFirst("://", "://" + bucket + ".");
        }
        String query = PercentEncoding.encodeQuery(request.query());
        return URI.create(base + path + (query.isEmpty() ? "" : "?" + query));
    }
}
