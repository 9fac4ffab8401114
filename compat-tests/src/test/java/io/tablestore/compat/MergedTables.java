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
package io.tablestore.compat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tables of a format that take a merge to read, written by Apache Paimon, and queries of them. */
public final class MergedTables {

    /** With the name of the catalog to put in: everything, a part that a filter selects, and what metadata may answer. */
    public static final List<String> QUERIES = List.of(
            "SELECT * FROM %s.db.runs",
            "SELECT * FROM %s.db.vectors",
            "SELECT k, d FROM %s.db.vectors WHERE v >= 'third-'",
            "SELECT count(*) FROM %s.db.vectors");

    private MergedTables() {}

    /** All queries, or where time is short one of them, which differs from format to format. */
    public static List<String> queries(String format, boolean all) {
        int one = List.of("parquet", "orc", "avro").indexOf(format);
        return all ? QUERIES : QUERIES.subList(one, one + 1);
    }

    /**
     * Writes {@code db.runs}, three runs that overlap, and {@code db.vectors}, whose older rows are deleted by vectors.
     *
     * @return the warehouse
     */
    public static Path write(Path directory, String format) throws Exception {
        Path database = Files.createDirectories(directory.resolve("lake").resolve("db.db"));
        Map<String, String> options = Map.of("file.format", format, "bucket", "1");
        try (SmallTable runs = new SmallTable(directory.resolve("runs"), options)) {
            runs.write(1, 120, "first-");
            runs.write(40, 80, "second-");
            runs.write(60, 150, "third-");
            Files.move(runs.path(), database.resolve("runs"));
        }
        Map<String, String> withVectors = Map.of(
                "file.format", format,
                "bucket", "1",
                "deletion-vectors.enabled", "true",
                "parquet.page.row.count.limit", "50",
                "orc.row.index.stride", "1000");
        try (SmallTable vectors = new SmallTable(directory.resolve("vectors"), withVectors)) {
            vectors.writeAndCompact(1, 120, "first-");
            vectors.writeAndCompact(40, 80, "second-");
            vectors.writeAndCompact(60, 70, "third-");
            Files.move(vectors.path(), database.resolve("vectors"));
        }
        return database.getParent();
    }
}
