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

import io.tablestore.error.StoreException;
import io.tablestore.internal.fs.http.Answer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreErrorTest {

    private static final S3Path PATH = new S3Path("s3://b/k", "b", "k");

    private static StoreError error(int status, String body) {
        return StoreError.of(new Answer(
                status, HttpHeaders.of(Map.of(), (name, value) -> true), body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String xml(String code, String message) {
        return "<?xml version=\"1.0\"?><Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
    }

    private static IOException exception(int status, String body) {
        return error(status, body).exception(PATH, 1);
    }

    @Test
    void aMissingKeyIsAMissingFile() {
        assertThat(exception(404, xml("NoSuchKey", "The specified key does not exist.")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("s3://b/k");
        assertThat(exception(404, "")).isInstanceOf(FileNotFoundException.class);
    }

    /** Otherwise a table in it would look empty. */
    @Test
    void aMissingBucketIsNoMissingFile() {
        assertThat(exception(404, xml("NoSuchBucket", "The specified bucket does not exist")))
                .isNotInstanceOf(FileNotFoundException.class)
                .hasMessage(
                        "s3://b/k: The store answers 404 NoSuchBucket: The specified bucket does not exist. There is no"
                                + " bucket 'b' at this endpoint; correct the location or s3.endpoint");
    }

    @Test
    void deniedAccessSaysWhy() {
        IOException denied = exception(403, xml("AccessDenied", "Access Denied"));
        assertThat(denied).isInstanceOf(AccessDeniedException.class);
        assertThat(denied)
                .hasMessage(
                        "s3://b/k: 403 AccessDenied: Access Denied. Give this user the right; without the right to list"
                                + " the bucket, missing files answer so too");
        assertThat(StoreException.reasonOf(exception(403, ""))).isEqualTo(StoreException.Reason.DENIED);
        assertThat(exception(403, xml("SignatureDoesNotMatch", "It differs.")))
                .hasMessageEndingWith("It differs. Correct s3.secret-key, or where else the secret key comes from");
    }

    @Test
    void anotherRegionSaysWhatToSet() {
        assertThat(exception(301, xml("PermanentRedirect", "Use another endpoint.")))
                .hasMessageEndingWith(
                        "The bucket 'b' is in another region or at another endpoint; set s3.region or s3.endpoint");
    }

    @Test
    void otherBodiesAreShortened() {
        assertThat(exception(400, "<html>\n  <body>" + "x".repeat(1000) + "</body></html>")
                        .getMessage())
                .startsWith("s3://b/k: The store answers 400: <html> <body>xxx")
                .endsWith("x…");
    }

    @Test
    void someErrorsPass() {
        for (int status : new int[] {429, 500, 502, 503, 504}) {
            assertThat(error(status, "").isTransient()).isTrue();
        }
        assertThat(error(400, xml("RequestTimeout", "")).isTransient()).isTrue();
        for (int status : new int[] {301, 400, 403, 404, 409, 412, 501}) {
            assertThat(error(status, "").isTransient()).isFalse();
        }
    }
}
