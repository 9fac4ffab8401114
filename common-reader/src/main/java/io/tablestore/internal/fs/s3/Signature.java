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

import io.tablestore.internal.fs.s3.credentials.Credentials;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS's signature of version 4, in headers. All headers of a request are signed, and its body.
 *
 * @param region of the bucket
 * @param time at most some minutes from the store's clock
 */
record Signature(Credentials credentials, String region, Instant time) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /**
     * The headers to send besides those of the request.
     *
     * @param uri of the request: its path and query are encoded as the signature demands, and its query is sorted
     */
    Map<String, String> headers(S3Request request, URI uri) {
        String timestamp = TIME.format(time);
        String bodyHash = sha256(request.body());
        SortedMap<String, String> added = new TreeMap<>();
        added.put("x-amz-date", timestamp);
        added.put("x-amz-content-sha256", bodyHash);
        if (!credentials.sessionToken().isEmpty()) {
            added.put("x-amz-security-token", credentials.sessionToken());
        }
        SortedMap<String, String> signed = new TreeMap<>(request.headers());
        signed.putAll(added);
        signed.put("host", host(uri));
        StringBuilder lines = new StringBuilder();
        signed.forEach((name, value) ->
                lines.append(name).append(':').append(value.strip()).append('\n'));
        String names = String.join(";", signed.keySet());
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String canonical = String.join("\n", request.method(), uri.getRawPath(), query, lines, names, bodyHash);
        String scope = timestamp.substring(0, 8) + "/" + region + "/s3/aws4_request";
        String toSign =
                String.join("\n", ALGORITHM, timestamp, scope, sha256(canonical.getBytes(StandardCharsets.UTF_8)));
        added.put(
                "authorization",
                ALGORITHM + " Credential=" + credentials.accessKey() + "/" + scope + ", SignedHeaders=" + names
                        + ", Signature=" + HexFormat.of().formatHex(hmac(signingKey(scope), toSign)));
        return added;
    }

    /** As the HTTP client sends it: without the port of the scheme. */
    private static String host(URI uri) {
        int usual = "https".equals(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 || uri.getPort() == usual ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    private byte[] signingKey(String scope) {
        byte[] key = ("AWS4" + credentials.secretKey()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return key;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
