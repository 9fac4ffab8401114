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
package io.tablestore.internal.planning;

import static org.assertj.core.api.Assertions.assertThat;

import io.tablestore.internal.format.SchemaFile;
import io.tablestore.internal.format.manifest.DataFile;
import io.tablestore.internal.format.row.BinaryRowWriter;
import io.tablestore.internal.predicate.BoundPredicate;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.schema.TableSchema;
import io.tablestore.types.BinaryRow;
import io.tablestore.types.DataType;
import io.tablestore.types.TypeRoot;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which files of a bucket are read, and which of them are merged by key. */
class BucketSectionsTest {

    private static TableSchema schema(long id, String options) {
        String json =
                "{\"version\":3,\"id\":" + id + ",\"fields\":[{\"id\":0,\"name\":\"k\",\"type\":\"BIGINT NOT NULL\"}],"
                        + "\"highestFieldId\":0,\"partitionKeys\":[],\"primaryKeys\":[\"k\"],\"options\":{\"bucket\":\"1\""
                        + options
                        + "},\"timeMillis\":0}";
        return SchemaFile.parse("schema/schema-" + id, json.getBytes(StandardCharsets.UTF_8));
    }

    private static SplitFile file(String name, long minKey, long maxKey, long schemaId, int level) {
        BinaryRow min = BinaryRowWriter.write(List.of(DataType.of(TypeRoot.BIGINT)), List.of(minKey));
        BinaryRow max = BinaryRowWriter.write(List.of(DataType.of(TypeRoot.BIGINT)), List.of(maxKey));
        return SplitFile.whole(new DataFile(
                name, 1000, 10, min, max, null, null, 1, 9, schemaId, level, List.of(), 0, 0, null, null, null, null,
                null, null, List.of()));
    }

    private static List<Section> sections(Map<Long, TableSchema> schemas, long current, SplitFile... files) {
        TableSchema schema = Objects.requireNonNull(schemas.get(current));
        return BucketSections.ofVisibleLevels(
                        schema, BoundPredicate.Constant.TRUE, id -> Objects.requireNonNull(schemas.get(id)))
                .of(List.of(files));
    }

    @Test
    void filesFromBeforeDeletionVectorsAreMergedByKey() {
        Map<Long, TableSchema> schemas = Map.of(
                0L, schema(0, ""),
                1L, schema(1, ",\"deletion-vectors.enabled\":\"true\""));
        List<Section> covered = sections(schemas, 1, file("a.parquet", 1, 9, 1, 5), file("b.parquet", 2, 8, 1, 4));
        assertThat(covered).hasSize(2).noneMatch(Section::needsMerge);
        List<Section> mixed = sections(schemas, 1, file("a.parquet", 1, 9, 0, 5), file("b.parquet", 2, 8, 1, 4));
        assertThat(mixed).hasSize(1).allMatch(Section::needsMerge);
    }

    @Test
    void levelZeroIsInvisibleUntilCompacted() {
        SplitFile top = file("a.parquet", 1, 9, 0, 5);
        SplitFile fresh = file("b.parquet", 2, 8, 0, 0);
        for (String options : List.of(",\"deletion-vectors.enabled\":\"true\"", ",\"merge-engine\":\"first-row\"")) {
            List<Section> visible = sections(Map.of(0L, schema(0, options)), 0, top, fresh);
            assertThat(visible).hasSize(1);
            assertThat(visible.get(0).files()).containsExactly(top);
        }
        String mergeOnRead = ",\"deletion-vectors.enabled\":\"true\",\"deletion-vectors.merge-on-read\":\"true\"";
        assertThat(sections(Map.of(0L, schema(0, mergeOnRead)), 0, top, fresh))
                .hasSize(1)
                .allMatch(Section::needsMerge);
    }
}
