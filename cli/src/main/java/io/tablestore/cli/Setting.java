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
package io.tablestore.cli;

import io.tablestore.error.TableStoreException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A setting of a file system, given as {@code KEY=VALUE}. */
record Setting(String key, String value) {

    static final class Converter implements ITypeConverter<Setting> {
        @Override
        public Setting convert(String text) {
            int equals = text.indexOf('=');
            if (equals <= 0) {
                throw new TypeConversionException("'" + text + "' is not KEY=VALUE");
            }
            return new Setting(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    /**
     * Adds the settings of one option.
     *
     * @param prefix of all keys; users may leave it out
     * @throws TableStoreException if a setting is given twice
     */
    static void addAll(Map<String, String> properties, String option, String prefix, List<Setting> settings) {
        for (Setting setting : settings) {
            String key = setting.key.startsWith(prefix) ? setting.key : prefix + setting.key;
            if (properties.put(key, setting.value) != null) {
                throw new TableStoreException(option + ": " + key + " is given twice; give it once.");
            }
        }
    }
}
