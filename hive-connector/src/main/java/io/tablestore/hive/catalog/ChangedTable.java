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
package io.tablestore.hive.catalog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.metastore.api.MetaException;
import org.apache.hadoop.hive.ql.QueryState;
import org.apache.hadoop.hive.ql.session.SessionStateUtil;

/**
 * The name of the table that a statement drops or alters. Hive parses {@code DROP TABLE db.t.snapshots}, ignores the
 * last part, and drops the table itself.
 */
final class ChangedTable {

    private static final String NAME = "(?:`[^`]+`|\\w+)";

    private static final Pattern VIEW = Pattern.compile(
            "(?is)\\b(?:drop|alter)\\s+table\\s+(?:if\\s+exists\\s+)?(NAME\\s*\\.\\s*NAME)\\s*\\.\\s*NAME"
                    .replace("NAME", NAME));

    private ChangedTable() {}

    /** @throws MetaException if the statement names a system table, tag or branch instead of the table */
    static void refuseView(Configuration conf) throws MetaException {
        String statement = SessionStateUtil.getQueryState(conf)
                .map(QueryState::getQueryString)
                .orElse("");
        Matcher view = VIEW.matcher(statement);
        if (view.find()) {
            throw new MetaException(
                    "A system table, tag or branch cannot be dropped or altered: Hive would drop or alter"
                            + " the table itself. Name the table, " + view.group(1) + ", to do that.");
        }
    }
}
