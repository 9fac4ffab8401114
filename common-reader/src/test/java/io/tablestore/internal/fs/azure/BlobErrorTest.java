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

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.fs.TablePath;
import io.tablestore.internal.fs.http.Answer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlobErrorTest {

    private static final String LOCATION = "abfss://files@a1.dfs.core.windows.net/t/snapshot/snapshot-1";

    private static BlobError error(int status, String code, String body) {
        Map<String, List<String>> headers = code.isEmpty() ? Map.of() : Map.of("x-ms-error-code", List.of(code));
        return BlobError.of(new Answer(
                status, HttpHeaders.of(headers, (name, value) -> true), body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String xml(String code, String message) {
        return "\uFEFF<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>" + code + "</Code><Message>" + message
                + "\nRequestId:d6a3b17a-001e-0002-7c60-0fb3a4000000\nTime:2026-11-30T15:00:00.0000000Z</Message></Error>";
    }

    private static IOException exception(BlobError error) throws IOException {
        return error.exception(BlobPath.of(new TablePath(LOCATION)), 1);
    }

    /** The mark at the beginning is in the answers of Azure. */
    @Test
    void theWordsOfTheStoreAreOneLine() throws IOException {
        BlobError error = error(404, "", xml("ContainerNotFound", "The specified container does not exist."));
        assertThat(exception(error))
                .hasMessage(
                        LOCATION + ": The store answers 404 ContainerNotFound: The specified container does not exist."
                                + " There is no container 'files' in this account; correct the location or create it");
    }

    @Test
    void theCodeIsInAHeaderToo() {
        assertThat(error(409, "BlobAlreadyExists", "").code()).isEqualTo("BlobAlreadyExists");
    }

    @Test
    void aMissingRightIsNamed() throws IOException {
        assertThat(exception(error(403, "AuthorizationPermissionMismatch", "")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage(LOCATION
                        + ": 403 AuthorizationPermissionMismatch. Give this user the right, such as by the role"
                        + " Storage Blob Data Contributor");
        assertThat(exception(error(403, "AuthenticationFailed", "")))
                .isInstanceOf(AccessDeniedException.class)
                .hasMessage(
                        LOCATION + ": 403 AuthenticationFailed. Correct fs.azure.account.key.a1.dfs.core.windows.net or"
                                + " the token, and set the clock of this machine");
    }

    @Test
    void aMissingBlobIsAMissingFile() throws IOException {
        assertThat(exception(error(404, "BlobNotFound", "")))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage(LOCATION);
    }

    @Test
    void whatIsOccupied() {
        assertThat(error(412, "", "").isOccupied()).isTrue();
        assertThat(error(409, "BlobAlreadyExists", "").isOccupied()).isTrue();
        assertThat(error(409, "BlobImmutableDueToPolicy", "").isOccupied()).isTrue();
        assertThat(error(409, "ContainerBeingDeleted", "").isOccupied()).isFalse();
        assertThat(error(409, "", "").isOccupied()).isFalse();
        assertThat(error(404, "BlobAlreadyExists", "").isOccupied()).isFalse();
    }

    /** Proxies answer in their own formats. */
    @Test
    void anAnswerOfSomebodyElseIsQuoted() throws IOException {
        assertThat(exception(error(407, "", "<html>\n  <b>Sign in</b>\n"))).hasMessageEndingWith("<b>Sign in</b>");
    }
}
