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
package io.tablestore.flink.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.error.InvalidTableException;
import io.tablestore.error.TableStoreException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FlinkErrorsTest {

    @Test
    void theMessageOfTheCauseIsAddedToOurs() {
        RuntimeException shown = FlinkErrors.innermost(new IllegalStateException(
                "operator failed", new TableStoreException("The file is gone.", new IOException("connection reset"))));
        assertThat(shown)
                .isExactlyInstanceOf(TableStoreException.class)
                .hasMessage("The file is gone. (IOException: connection reset)")
                .hasNoCause();
        assertThat(shown.getSuppressed()).hasSize(1);
    }

    @Test
    void aMessageIsNotRepeated() {
        assertThat(FlinkErrors.innermost(new TableStoreException("The file is gone: reset.", new IOException("reset"))))
                .hasMessage("The file is gone: reset.");
        assertThat(FlinkErrors.innermost(new TableStoreException("The file is gone.", new IOException())))
                .hasMessage("The file is gone.");
        assertThat(FlinkErrors.innermost(new RuntimeException(new InvalidTableException("There is no key."))))
                .hasMessage("There is no key.")
                .hasNoCause();
    }

    @Test
    void otherErrorsAreLeftAlone() {
        RuntimeException foreign = new IllegalStateException("x", new IOException("y"));
        assertThat(FlinkErrors.innermost(foreign)).isSameAs(foreign);
        RuntimeException ours = new InvalidTableException("There is no key.");
        assertThat(FlinkErrors.innermost(ours)).isSameAs(ours);
        IOException checked = new IOException("z");
        assertThatThrownBy(() -> FlinkErrors.call(() -> {
                    throw checked;
                }))
                .isSameAs(checked);
        assertThat(FlinkErrors.<Integer>call(() -> 7)).isEqualTo(7);
    }
}
