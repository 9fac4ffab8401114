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

import io.airlift.slice.Slices;
import io.tablestore.predicate.Predicate;
import io.tablestore.types.DataField;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.TupleDomain;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrinoPredicatesTest {

    private static final TrinoColumn KEY = column("k", DataType.of(TypeRoot.BIGINT));
    private static final TrinoColumn BYTES = column("b", DataType.of(TypeRoot.BLOB));

    private static TrinoColumn column(String name, DataType type) {
        return TrinoColumn.of(new DataField(0, name, type));
    }

    private static Predicate of(TrinoColumn column, Object value) {
        return TrinoPredicates.of(
                TupleDomain.withColumnDomains(Map.of(column, Domain.singleValue(column.type(), value))));
    }

    @Test
    void oneValueIsAListOfOne() {
        assertThat(of(KEY, 7L)).isEqualTo(new Predicate.In("k", List.of(7L)));
    }

    @Test
    void noDomainIsNoRow() {
        assertThat(TrinoPredicates.of(TupleDomain.<TrinoColumn>none())).isEqualTo(Predicate.FALSE);
        assertThat(TrinoPredicates.of(TupleDomain.<TrinoColumn>all())).isEqualTo(Predicate.TRUE);
    }

    /** Trino sees a BLOB as VARBINARY and may compare it; the reader does not. */
    @Test
    void conditionsOnBlobsAreLeftToTrino() {
        assertThat(BYTES.type()).isEqualTo(io.trino.spi.type.VarbinaryType.VARBINARY);
        assertThat(TrinoPredicates.isTestable(BYTES)).isFalse();
        assertThat(TrinoPredicates.isTestable(KEY)).isTrue();
        assertThat(of(BYTES, Slices.wrappedBuffer(new byte[] {1}))).isEqualTo(Predicate.TRUE);
    }
}
