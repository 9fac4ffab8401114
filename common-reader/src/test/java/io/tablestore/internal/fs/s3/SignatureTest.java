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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.fs.s3.credentials.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples of "Signature Calculations for the Authorization Header" in the API reference of Amazon S3. */
class SignatureTest {

    private static final Credentials KEY =
            Credentials.lasting("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "");
    private static final Instant TIME = Instant.parse("2013-05-24T00:00:00Z");
    private static final Addressing AWS = new Addressing("https://s3.amazonaws.com", false);

    private static S3Path key(String key) {
        return new S3Path("s3://examplebucket/" + key, "examplebucket", key);
    }

    private static Map<String, String> headers(S3Request request) {
        return new Signature(KEY, "us-east-1", TIME).headers(request, AWS.uri(request, "us-east-1"));
    }

    private static void isSigned(S3Request request, String names, String signature) {
        assertThat(headers(request).get("authorization"))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, "
                        + "SignedHeaders=" + names + ", Signature=" + signature);
    }

    @Test
    void rangeOfAnObject() {
        isSigned(
                S3Request.of("GET", key("test.txt")).withHeader("range", "bytes=0-9"),
                "host;range;x-amz-content-sha256;x-amz-date",
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
    }

    @Test
    void putOfAnObjectWithADollarInItsKey() {
        isSigned(
                S3Request.of("PUT", key("test$file.text"))
                        .withHeader("date", "Fri, 24 May 2013 00:00:00 GMT")
                        .withHeader("x-amz-storage-class", "REDUCED_REDUNDANCY")
                        .withBody("Welcome to Amazon S3.".getBytes(StandardCharsets.UTF_8)),
                "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
    }

    @Test
    void parameterWithoutAValue() {
        isSigned(
                S3Request.of("GET", key("")).withQuery("lifecycle", ""),
                "host;x-amz-content-sha256;x-amz-date",
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    }

    @Test
    void listing() {
        isSigned(
                S3Request.of("GET", key("")).withQuery("prefix", "J").withQuery("max-keys", "2"),
                "host;x-amz-content-sha256;x-amz-date",
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
    }

    @Test
    void theBodyAndTheTimeAreHeaders() {
        assertThat(headers(S3Request.of("GET", key("test.txt"))))
                .containsEntry("x-amz-date", "20130524T000000Z")
                .containsEntry(
                        "x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
                .doesNotContainKey("x-amz-security-token");
    }

    @Test
    void theSessionTokenIsSigned() {
        Credentials temporary = Credentials.lasting("AK", "SK", "token");
        S3Request request = S3Request.of("GET", key("a"));
        Map<String, String> headers =
                new Signature(temporary, "eu-west-1", TIME).headers(request, AWS.uri(request, "eu-west-1"));
        assertThat(headers).containsEntry("x-amz-security-token", "token");
        assertThat(headers.get("authorization"))
                .contains(
                        "/20130524/eu-west-1/s3/",
                        "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token");
    }
}
