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

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which rows an {@code INSERT OVERWRITE} replaces.
 *
 * @param overwrites whether the statement overwrites
 * @param touchedOnly whether to replace only partitions that get rows
 * @param partition values of the partitions to replace, as text; empty for all partitions
 */
public record OverwriteMode(boolean overwrites, boolean touchedOnly, Map<String, String> partition)
        implements Serializable {

    public static final OverwriteMode NONE = new OverwriteMode(false, false, Map.of());

    public OverwriteMode {
        partition = new TreeMap<>(partition);
    }
}
