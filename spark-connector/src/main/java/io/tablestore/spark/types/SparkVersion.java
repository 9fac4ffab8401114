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
package io.tablestore.spark.types;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The major and minor version of Spark, compared as numbers: as text, 4.10 would precede 4.2. */
public record SparkVersion(int major, int minor) implements Comparable<SparkVersion> {

    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?!\\d).*");

    private static final Comparator<SparkVersion> ORDER =
            Comparator.comparingInt(SparkVersion::major).thenComparingInt(SparkVersion::minor);

    /**
     * Parses {@code 4.2.0} or {@code 4.2.0-vendor-1}. The result is 0.0, older than all, if the text does not begin
     * with two numbers.
     */
    public static SparkVersion of(String text) {
        Matcher numbers = NUMBERS.matcher(text);
        return numbers.matches()
                ? new SparkVersion(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)))
                : new SparkVersion(0, 0);
    }

    @Override
    public int compareTo(SparkVersion other) {
        return ORDER.compare(this, other);
    }
}
