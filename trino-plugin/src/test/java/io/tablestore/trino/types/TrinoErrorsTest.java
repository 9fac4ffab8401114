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
package io.tablestore.trino.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.error.StoreException;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import org.junit.jupiter.api.Test;

class TrinoErrorsTest {

    /** The code says who is at fault, and the message which file it was about. */
    @Test
    void anErrorOfTrinosFileSystemKeepsItsCodeAndNamesTheFile() {
        TrinoException own = new TrinoException(StandardErrorCode.PERMISSION_DENIED, "Access Denied: no such role");
        TrinoException shown = TrinoErrors.translated(
                StoreException.from("bucket-0/data-1.parquet", "The file cannot be opened", own));
        assertThat(shown.getErrorCode()).isEqualTo(StandardErrorCode.PERMISSION_DENIED.toErrorCode());
        assertThat(shown)
                .hasMessageContaining(
                        "bucket-0/data-1.parquet: The file cannot be opened: Access Denied: no such role");
    }
}
