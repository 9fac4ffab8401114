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
package io.tablestore.flink.table;

import io.tablestore.metastore.Catalogs;
import io.tablestore.metastore.MetastoreOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.table.api.ValidationException;

/** Options of a catalog, and of a table in a statement. */
public final class FlinkOptions {

    public static final String IDENTIFIER = "tablestore";

    public static final ConfigOption<String> WAREHOUSE = ConfigOptions.key("warehouse")
            .stringType()
            .noDefaultValue()
            .withDescription("Directory of the databases, <warehouse>/<database>.db/<table>.");

    /** Options of the metastore that lists the tables, if it is not a warehouse directory alone. */
    public static final List<ConfigOption<String>> METASTORE = List.of(
            text(Catalogs.METASTORE_KEY, "'filesystem' or 'hive'; a metastore needs its 'uri'."),
            text(MetastoreOptions.URI_KEY, "Where the metastore is, thrift://host:9083; several with commas."),
            text(MetastoreOptions.PRINCIPAL_KEY, "Principal of a metastore that asks for Kerberos, hive/_HOST@REALM."),
            text(MetastoreOptions.TIMEOUT_KEY, "Seconds that an answer of the metastore is waited for; 60."),
            text(MetastoreOptions.LOCK_TIMEOUT_KEY, "Seconds that a commit waits for the lock of its table; 480."));

    private static ConfigOption<String> text(String key, String description) {
        return ConfigOptions.key(key).stringType().noDefaultValue().withDescription(description);
    }

    public static final ConfigOption<String> DEFAULT_DATABASE = ConfigOptions.key("default-database")
            .stringType()
            .defaultValue("default")
            .withDescription("Database of tables that are named without one; created if it is not there.");

    public static final ConfigOption<String> PATH =
            ConfigOptions.key("path").stringType().noDefaultValue().withDescription("Location of the table.");

    public static final ConfigOption<Integer> SINK_PARALLELISM = ConfigOptions.key("sink.parallelism")
            .intType()
            .noDefaultValue()
            .withDescription("Tasks that write; those of the input where not set.");

    public static final ConfigOption<Integer> SCAN_PARALLELISM =
            ConfigOptions.key("scan.parallelism").intType().noDefaultValue().withDescription("Tasks that read.");

    public static final ConfigOption<String> SINK_UID_SUFFIX = ConfigOptions.key("sink.operator-uid.suffix")
            .stringType()
            .noDefaultValue()
            .withDescription("End of the ids of the sink's operators, where one job has several sinks of a table.");

    /** Prefix of Hadoop file-system properties. */
    public static final String HADOOP_PREFIX = "hadoop.";

    /** Prefix of the settings for S3. */
    public static final String S3_PREFIX = "s3.";

    private FlinkOptions() {}

    /**
     * The settings of file systems among the options: those of Hadoop without their prefix, and those of S3 with it. Settings for
     * S3 that are not given come from Flink's configuration.
     *
     * @throws ValidationException if a setting is given with the prefix and without it
     */
    public static Map<String, String> fileSystem(Map<String, String> options, ReadableConfig flink) {
        Map<String, String> settings = new HashMap<>();
        options.forEach((key, value) -> {
            if (isForFileSystem(key)) {
                String name = key.startsWith(HADOOP_PREFIX) ? key.substring(HADOOP_PREFIX.length()) : key;
                if (settings.put(name, value) != null) {
                    throw new ValidationException("The option '" + name + "' is given twice, also as '" + HADOOP_PREFIX
                            + name + "'. Give it once.");
                }
            }
        });
        return PluginSettings.addedTo(settings, flink);
    }

    /** Whether an option is a setting of a file system. */
    public static boolean isForFileSystem(String key) {
        return key.startsWith(HADOOP_PREFIX) || key.startsWith(S3_PREFIX);
    }
}
