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
package io.tablestore.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class StoreExceptionTest {

    private static String message(Exception failure) {
        return String.valueOf(StoreException.from("s3://b/t/f", "The file cannot be read", failure)
                .getMessage());
    }

    @Test
    void theFileIsNamedOnce() {
        assertThat(message(new ConnectException("s3://b/t/f: no route")))
                .isEqualTo("s3://b/t/f: The file cannot be read: no route. Run the query again; if this happens often,"
                        + " look at the network and the store's log.");
        assertThat(message(new AccessDeniedException("s3://b/t/f", null, "403")))
                .startsWith("s3://b/t/f: The file cannot be read: access denied (403). Give this user the right");
        assertThat(message(new IOException("s3://b/other: no route"))).contains("read: s3://b/other: no route. ");
    }

    @Test
    void aClientThatSaysWhatToDoHasTheLastWord() {
        assertThat(message(new ConnectException("s3://b/t/f: no route. Start the store, or correct s3.endpoint")))
                .isEqualTo("s3://b/t/f: The file cannot be read: no route. Start the store, or correct s3.endpoint.");
    }

    @Test
    void whatTheClientDoesNotSayIsAdded() {
        assertThat(message(new IOException("error 7, at 0.5 s.")))
                .isEqualTo("s3://b/t/f: The file cannot be read: error 7, at 0.5 s. The content of the file is not in"
                        + " doubt. Run the query again, or look into the store's log.");
        assertThat(message(new IOException())).startsWith("s3://b/t/f: The file cannot be read: IOException. ");
    }
}
