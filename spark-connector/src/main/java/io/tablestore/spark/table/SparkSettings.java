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
package io.tablestore.spark.table;

import io.tablestore.error.TableStoreException;
import io.tablestore.options.KnownOption;
import io.tablestore.options.KnownOptions;
import io.tablestore.options.OptionDecision;
import io.tablestore.options.StatementOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.SparkEnv;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/** The Spark settings under our prefixes. Unknown ones are refused when a table is read. */
public final class SparkSettings {

    /** The provider name in {@code USING} and {@code format(...)}. */
    public static final String PROVIDER = "tablestore";

    /** Session setting: whether to join on the bucket key without a shuffle. */
    public static final String JOIN_BY_BUCKET = "spark.sql.tablestore.joinByBucket.enabled";

    /** Application setting: bytes of manifests that the driver caches. */
    static final String METADATA_CACHE = "spark.tablestore.metadataCache.size";

    /** Application setting: bytes of merge results that an executor caches. */
    static final String MERGE_CACHE = "spark.tablestore.mergeCache.size";

    private static final Set<String> OF_THE_APPLICATION = Set.of(METADATA_CACHE, MERGE_CACHE);
    private static final Set<String> KNOWN = Set.of(JOIN_BY_BUCKET, METADATA_CACHE, MERGE_CACHE);

    /** Prefixes of our settings. The third is Spark's prefix for session options of a data source. */
    private static final List<String> PREFIXES =
            List.of("spark.tablestore.", "spark.sql.tablestore.", "spark.datasource.tablestore.");

    /** Prefix of catalog settings; the catalog's name follows it. */
    public static final String CATALOGS = "spark.sql.catalog.";

    private static final String PAIMON = "spark.paimon.";
    private static final String PAIMON_CLASSES = "org.apache.paimon.";

    private SparkSettings() {}

    /** @throws TableStoreException naming a setting that is unknown, malformed, or without effect where it is set */
    @SuppressWarnings("deprecation") // these converters exist in every version of Scala
    public static void check() {
        Map<String, String> settings = JavaConverters.mapAsJavaMap(SQLConf.get().getAllConfs());
        boolean besidePaimon = settings.entrySet().stream()
                .anyMatch(setting -> setting.getKey().startsWith("spark.sql.")
                        && setting.getValue().contains(PAIMON_CLASSES));
        settings.forEach((key, value) -> {
            String lower = key.toLowerCase(Locale.ROOT);
            if (PREFIXES.stream().anyMatch(lower::startsWith)) {
                StatementOptions.check("the settings of Spark", Map.of(key, value), KNOWN);
                checkValue(key, value);
            } else if (lower.startsWith(PAIMON) && !besidePaimon) {
                checkPaimons(key, value);
            }
        });
    }

    /**
     * Checks the settings of a catalog again, since a session may set more after the catalog was created.
     *
     * @param sparksOwn settings of the catalog that belong to Spark, not to us
     */
    @SuppressWarnings("deprecation") // these converters exist in every version of Scala
    public static void checkCatalog(String catalog, Set<String> sparksOwn) {
        String prefix = CATALOGS + catalog + ".";
        JavaConverters.mapAsJavaMap(SQLConf.get().getAllConfs()).forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                SparkCatalogOptions.known(
                        catalog,
                        new CaseInsensitiveStringMap(Map.of(key.substring(prefix.length()), value)),
                        sparksOwn);
            }
        });
    }

    private static void checkValue(String key, String value) {
        if (!OF_THE_APPLICATION.contains(key)) {
            isTrue(key, value);
            return;
        }
        bytes(key, value);
        @Nullable SparkEnv process = SparkEnv.get();
        if (process != null && !value.equals(process.conf().get(key, null))) {
            throw new TableStoreException("Setting '" + key + "' = '" + value
                    + "' belongs to the application and has no effect in a session. Give it when Spark starts: --conf "
                    + key
                    + "=" + value + ".");
        }
    }

    /** Refuses leftover settings of Apache Paimon's connector that would select which rows are read. */
    private static void checkPaimons(String key, String value) {
        String name = key.substring(PAIMON.length());
        KnownOption option = KnownOptions.find(name);
        boolean mayPass =
                option != null && (option.decision() == OptionDecision.HARMLESS || option.asksForNothing(value));
        if (!mayPass) {
            throw new TableStoreException(
                    "Setting '" + key + "' belongs to Apache Paimon's connector and has no effect here."
                            + " Unset it; name the rows in the query, such as VERSION AS OF, or set the option with ALTER TABLE.");
        }
    }

    /** The value of a boolean setting; false if it is not set. */
    public static boolean isTrue(String key, @Nullable String value) {
        if (value == null || value.strip().equalsIgnoreCase("false")) {
            return false;
        }
        if (value.strip().equalsIgnoreCase("true")) {
            return true;
        }
        throw new TableStoreException("Setting '" + key + "' is '" + value + "', but must be true or false.");
    }

    public static boolean isTrue(String key) {
        return isTrue(key, SQLConf.get().getConfString(key, null));
    }

    /** The value of an application setting in bytes; 0 without a Spark process, as in tests. */
    static long bytesOfApplication(String key, String usual) {
        @Nullable SparkEnv process = SparkEnv.get();
        return process == null ? 0 : bytes(key, process.conf().get(key, usual));
    }

    private static long bytes(String key, String value) {
        try {
            return JavaUtils.byteStringAsBytes(value);
        } catch (NumberFormatException malformed) {
            throw new TableStoreException(
                    "Setting '" + key + "' is '" + value + "', but must be a size such as 64m.", malformed);
        }
    }
}
