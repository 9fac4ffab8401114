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

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Settings of Hive's servers, which are alike in all of its versions. */
final class HiveSite {

    private HiveSite() {}

    /** Those of a metastore that keeps everything in memory and starts nothing of its own. */
    static Map<String, String> ofMetastore(String warehouse) {
        Map<String, String> site = new LinkedHashMap<>();
        site.put("hive.metastore.warehouse.dir", warehouse);
        site.put("javax.jdo.option.ConnectionURL", "jdbc:derby:memory:metastore;create=true");
        site.put("javax.jdo.option.ConnectionDriverName", "org.apache.derby.jdbc.EmbeddedDriver");
        site.put("datanucleus.schema.autoCreateAll", "true");
        site.put("hive.metastore.schema.verification", "false");
        site.put("hive.metastore.event.db.notification.api.auth", "false");
        for (String none : List.of("event.listeners", "task.threads.always", "task.threads.remote")) {
            site.put("hive.metastore." + none, "");
        }
        return site;
    }

    /** The file of settings. */
    static String xml(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(entry -> "<property><name>" + entry.getKey() + "</name><value>"
                        + entry.getValue().replace("&", "&amp;").replace("<", "&lt;") + "</value></property>")
                .collect(
                        Collectors.joining("\n", "<?xml version=\"1.0\"?>\n<configuration>\n", "\n</configuration>\n"));
    }
}
