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

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The 22 queries of TPC-H with the parameters of its validation runs. */
public final class TpchQueries {

    private TpchQueries() {}

    /** The queries, the first at 0. */
    public static List<String> all() throws IOException {
        List<String> queries = new ArrayList<>();
        for (int i = 1; i <= 22; i++) {
            String name = String.format(Locale.ROOT, "/tpch/q%02d.sql", i);
            try (InputStream in = TpchQueries.class.getResourceAsStream(name)) {
                queries.add(new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return queries;
    }
}
