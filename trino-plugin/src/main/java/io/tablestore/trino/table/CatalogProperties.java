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
package io.tablestore.trino.table;

import io.trino.filesystem.manager.FileSystemModule;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Checks a catalog's properties as a set, in particular that the catalog has a file system for its warehouse. A catalog
 * that could not read its first table is not created.
 */
public final class CatalogProperties {

    private static final String WAREHOUSE = "tablestore.warehouse";
    private static final String LOCAL = "fs.local.enabled";
    private static final String LOCAL_ROOT = "local.location";
    private static final String HADOOP = "fs.hadoop.enabled";
    private static final String CACHE = "fs.cache.enabled";

    /** The property that enables Trino's own file system, by scheme. Hadoop serves all other schemes. */
    private static final Map<String, String> FILE_SYSTEMS = Map.ofEntries(
            Map.entry("local", LOCAL),
            Map.entry("file", LOCAL),
            Map.entry("s3", "fs.s3.enabled"),
            Map.entry("s3a", "fs.s3.enabled"),
            Map.entry("s3n", "fs.s3.enabled"),
            Map.entry("gs", "fs.gcs.enabled"),
            Map.entry("abfs", "fs.azure.enabled"),
            Map.entry("abfss", "fs.azure.enabled"),
            Map.entry("wasb", "fs.azure.enabled"),
            Map.entry("wasbs", "fs.azure.enabled"));

    private CatalogProperties() {}

    /**
     * The properties to create the catalog with.
     *
     * @throws TrinoException naming the property to add or change
     */
    public static Map<String, String> check(Map<String, String> given) {
        if (isOn(given, CACHE) && !isLoadable("io.trino.filesystem.alluxio.AlluxioFileSystemCacheModule")) {
            throw invalid(
                    "Property " + CACHE + ": this plugin comes without Trino's file cache on local disks, which is"
                            + " Alluxio's. Remove the property; tablestore.metadata-cache.size and"
                            + " tablestore.merge-cache.size are the connector's own caches.");
        }
        if (isOn(given, HADOOP)) {
            checkHadoop();
        }
        String warehouse = given.getOrDefault(WAREHOUSE, "").strip();
        if (warehouse.isEmpty()) {
            return given; // the metastore decides whether a warehouse is required
        }
        String scheme = scheme(warehouse);
        if (scheme.isEmpty() || scheme.equals("file")) {
            return local(given, localPath(warehouse));
        }
        String property = FILE_SYSTEMS.getOrDefault(scheme, HADOOP);
        if (!isOn(given, property)) {
            throw invalid("Property " + WAREHOUSE + " is " + warehouse + ", but no file system of the catalog has the"
                    + " scheme " + scheme + ": add " + property + "=true"
                    + (property.equals(LOCAL)
                            ? ", and " + LOCAL_ROOT + " with the directory that local:/// is."
                            : "."));
        }
        return given;
    }

    private static TrinoException invalid(String message) {
        return new TrinoException(StandardErrorCode.CONFIGURATION_INVALID, message);
    }

    /** Accepts the older name of each property as Trino does, {@code fs.native-s3.enabled}. */
    private static boolean isOn(Map<String, String> properties, String property) {
        String older = "fs.native-" + property.substring("fs.".length());
        return List.of(property, older).stream()
                .anyMatch(key -> Boolean.parseBoolean(
                        properties.getOrDefault(key, "false").strip()));
    }

    private static String scheme(String location) {
        int colon = location.indexOf(':');
        int slash = location.indexOf('/');
        return colon > 0 && (slash < 0 || colon < slash)
                ? location.substring(0, colon).toLowerCase(Locale.ENGLISH)
                : "";
    }

    /** The local directory of a path, or of a {@code file:} URI without a host. */
    private static Path localPath(String warehouse) {
        String path = warehouse.startsWith("file:") ? warehouse.substring("file:".length()) : warehouse;
        if (path.startsWith("//")) {
            path = path.substring(2);
        }
        if (!path.startsWith("/")) {
            throw invalid("Property " + WAREHOUSE + " is '" + warehouse
                    + "'; a directory of this machine must be an absolute path, such as /data/warehouse or"
                    + " file:///data/warehouse, and another location must have a scheme, such as"
                    + " s3://bucket/warehouse.");
        }
        return Path.of(path).normalize();
    }

    /** Enables Trino's local file system, with the machine's root directory as its root, unless it is configured. */
    private static Map<String, String> local(Map<String, String> given, Path warehouse) {
        Map<String, String> properties = new HashMap<>(given);
        if (isOn(given, HADOOP) && !isOn(given, LOCAL)) {
            properties.put(WAREHOUSE, "file://" + warehouse);
            return properties; // Hadoop's local file system serves it
        }
        if (!isOn(given, LOCAL)) {
            properties.remove("fs.native-local.enabled");
            properties.put(LOCAL, "true");
        }
        Path root = Path.of(given.getOrDefault(LOCAL_ROOT, "/")).normalize();
        if (!warehouse.startsWith(root)) {
            throw invalid("Property " + WAREHOUSE + " is " + warehouse + ", which does not lie below " + LOCAL_ROOT
                    + "=" + root + "; remove " + LOCAL_ROOT + ", or choose a directory that holds the warehouse.");
        }
        properties.put(LOCAL_ROOT, root.toString());
        properties.put(WAREHOUSE, "file:///" + root.relativize(warehouse));
        return properties;
    }

    /**
     * Checks that Hadoop is installed. Trino loads it from a subdirectory of the plugin's directory, which this plugin
     * does not include.
     */
    private static void checkHadoop() {
        if (isLoadable("io.trino.filesystem.hdfs.HdfsFileSystemManager")) {
            return;
        }
        Path jar = Path.of(URI.create(FileSystemModule.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        Path hadoop = jar.resolveSibling("hdfs");
        if (!Files.isDirectory(hadoop)) {
            throw invalid(
                    "Property " + HADOOP + ": Hadoop is not part of this plugin. Copy the directory plugin/hive/hdfs"
                            + " of your Trino server to " + hadoop + ", on every node.");
        }
    }

    private static boolean isLoadable(String name) {
        try {
            Class.forName(name, false, CatalogProperties.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }
}
