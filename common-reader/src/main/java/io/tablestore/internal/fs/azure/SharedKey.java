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

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of an account, which signs every request, as "Authorize with Shared Key" in the reference of Azure Storage says.
 *
 * @param key decoded
 */
public record SharedKey(String account, byte[] key) implements BlobAuthorization {

    /** Headers whose values are signed without their names, in this order. */
    private static final List<String> SIGNED_VALUES = List.of(
            "content-encoding",
            "content-language",
            "content-length",
            "content-md5",
            "content-type",
            "date",
            "if-modified-since",
            "if-match",
            "if-none-match",
            "if-unmodified-since",
            "range");

    public SharedKey {
        key = key.clone();
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public String header(BlobRequest request, URI uri) {
        return "SharedKey " + account + ":" + sign(textToSign(request, uri));
    }

    /** Without parameters of the query, because no request has one. */
    String textToSign(BlobRequest request, URI uri) {
        SortedMap<String, String> headers = request.headers();
        String values = SIGNED_VALUES.stream()
                .map(name -> name.equals("content-length") ? length(request) : headers.getOrDefault(name, ""))
                .collect(Collectors.joining("\n"));
        String named = headers.entrySet().stream()
                .filter(header -> header.getKey().startsWith("x-ms-"))
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        return request.method() + "\n" + values + "\n" + named + "/" + account + uri.getRawPath();
    }

    private static String length(BlobRequest request) {
        return request.body().length == 0 ? "" : Integer.toString(request.body().length);
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }

    /** Without the key, which is secret. */
    @Override
    public String toString() {
        return "the key of the account " + account;
    }
}
