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
package io.tablestore.hive;

import io.tablestore.error.TableStoreException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.ql.QueryState;
import org.apache.hadoop.hive.ql.lib.Node;
import org.apache.hadoop.hive.ql.metadata.Hive;
import org.apache.hadoop.hive.ql.metadata.HiveException;
import org.apache.hadoop.hive.ql.metadata.Table;
import org.apache.hadoop.hive.ql.parse.ASTNode;
import org.apache.hadoop.hive.ql.parse.BaseSemanticAnalyzer;
import org.apache.hadoop.hive.ql.parse.HiveParser;
import org.apache.hadoop.hive.ql.parse.ParseDriver;
import org.apache.hadoop.hive.ql.parse.ParseException;
import org.apache.hadoop.hive.ql.session.SessionState;
import org.apache.hadoop.hive.ql.session.SessionStateUtil;
import org.jspecify.annotations.Nullable;

/**
 * Checks the table versions that a statement reads: states of {@code FOR SYSTEM_VERSION} and {@code SYSTEM_TIME AS OF},
 * tags and branches. Hive 4.0 treats scans of one table as equal, whatever their versions, in three places:
 *
 * <ul>
 *   <li>the cost-based optimizer, unless the scans have different aliases;
 *   <li>the shared-work optimizer, whatever the aliases: it is turned off for the statement;
 *   <li>a job of MapReduce, which reads a location once.
 * </ul>
 */
public final class HiveTableVersions {

    /** Resource of a statement whose versions were checked, so that a statement with many scans is parsed once. */
    private static final String CHECKED = HiveTableVersions.class.getName();

    /** By qualified table name: the versions that are read under each alias. */
    private final Map<String, Map<String, Set<String>>> aliases = new HashMap<>();

    /** Metastore tables by qualified name; null for a name that is no table, such as a common table expression. */
    private final Map<String, @Nullable Table> tables = new HashMap<>();

    private final Configuration conf;

    private HiveTableVersions(Configuration conf) {
        this.conf = conf;
    }

    /**
     * Called for each scan of a version while a statement is analyzed.
     *
     * @throws TableStoreException if Hive would read one version of a table in place of another
     */
    public static void keepApart(Configuration session) {
        QueryState query = SessionStateUtil.getQueryState(session).orElse(null);
        if (query == null) {
            return;
        }
        HiveConf.setBoolVar(query.getConf(), HiveConf.ConfVars.HIVE_SHARED_WORK_OPTIMIZATION, false);
        if (query.getResource(CHECKED) != null) {
            return;
        }
        HiveTableVersions versions = new HiveTableVersions(query.getConf());
        versions.add(query.getQueryString());
        boolean mapReduce = HiveConf.getVar(query.getConf(), HiveConf.ConfVars.HIVE_EXECUTION_ENGINE)
                .equals("mr");
        versions.aliases.forEach((table, ofTable) -> versions.check(table, ofTable, mapReduce));
        query.addResource(CHECKED, true);
    }

    private void check(String table, Map<String, Set<String>> ofTable, boolean mapReduce) {
        Set<String> all = new HashSet<>();
        ofTable.values().forEach(all::addAll);
        Table known = tables.get(table);
        if (all.size() < 2 || known == null || !(known.getStorageHandler() instanceof TableStoreStorageHandler)) {
            return;
        }
        if (mapReduce) {
            throw new TableStoreException("MapReduce reads one version of the table " + table
                    + " in a job, and this statement asks for several. SET hive.execution.engine=tez.");
        }
        ofTable.forEach((alias, versions) -> {
            if (versions.size() > 1) {
                throw new TableStoreException("Hive would read one version of the table " + table
                        + " instead of another, because both have the alias " + alias
                        + ". Give each an alias of its own: FROM " + table + " a ... FROM " + table
                        + " FOR SYSTEM_VERSION AS OF 1 b.");
            }
        });
    }

    private void add(String statement) {
        try {
            add(new ParseDriver().parse(statement, conf).getTree());
        } catch (ParseException unreadable) {
            throw new TableStoreException(
                    "A statement that reads a version of a table cannot be parsed again (" + unreadable.getMessage()
                            + ").",
                    unreadable);
        }
    }

    private void add(ASTNode node) {
        if (node.getType() == HiveParser.TOK_TABREF) {
            addScan(node);
        }
        if (node.getChildren() != null) {
            for (Node child : node.getChildren()) {
                add((ASTNode) child);
            }
        }
    }

    /** @param scan its children are the name, how it is read, and the alias at the end if it has one */
    private void addScan(ASTNode scan) {
        ASTNode name = (ASTNode) scan.getChild(0);
        int parts = name.getChildCount();
        String database = parts == 1 ? SessionState.get().getCurrentDatabase() : part(name, 0);
        String table = part(name, parts == 1 ? 0 : 1);
        StringBuilder version = new StringBuilder(parts > 2 ? part(name, 2) : "");
        String alias = table;
        for (int i = 1; i < scan.getChildCount(); i++) {
            ASTNode child = (ASTNode) scan.getChild(i);
            switch (child.getType()) {
                case HiveParser.TOK_AS_OF_VERSION, HiveParser.TOK_AS_OF_TIME, HiveParser.TOK_FROM_VERSION ->
                    version.append(child.toStringTree());
                case HiveParser.Identifier -> alias = text(child);
                default -> {}
            }
        }
        String qualified = database + "." + table;
        aliases.computeIfAbsent(qualified, key -> new HashMap<>())
                .computeIfAbsent(alias, key -> new HashSet<>())
                .add(version.toString());
        if (!tables.containsKey(qualified)) {
            Table known = lookUp(database, table);
            tables.put(qualified, known);
            if (known != null && known.isView()) {
                add(known.getViewExpandedText());
            }
        }
    }

    private static String part(ASTNode name, int index) {
        return text((ASTNode) name.getChild(index));
    }

    private static String text(ASTNode identifier) {
        return BaseSemanticAnalyzer.unescapeIdentifier(identifier.getText()).toLowerCase(Locale.ROOT);
    }

    private static @Nullable Table lookUp(String database, String name) {
        try {
            return Hive.get().getTable(database, name, false);
        } catch (HiveException failed) {
            throw new TableStoreException(
                    "Table " + database + "." + name + " cannot be looked up in the metastore (" + failed.getMessage()
                            + ").",
                    failed);
        }
    }
}
