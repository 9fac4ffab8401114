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
package io.tablestore.options;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that the user probably intended. */
final class Spelling {

    private Spelling() {}

    /** The candidate most similar to the word, or null if none is similar enough. */
    static @Nullable String closest(String word, Collection<String> candidates) {
        String plain = plain(word);
        int limit = Math.max(1, plain.length() / 4);
        String closest = null;
        int least = limit + 1;
        for (String candidate : candidates) {
            String other = plain(candidate);
            if (Math.abs(other.length() - plain.length()) < least) {
                int distance = distance(plain, other);
                if (distance < least) {
                    least = distance;
                    closest = candidate;
                }
            }
        }
        return closest;
    }

    /**
     * Replaces the first {@code *} of the pattern with the corresponding part of the word, so that both can be compared:
     * {@code fields.*.distinct} and {@code fields.v.distnict} give {@code fields.v.distinct}.
     */
    static String filledIn(String pattern, String word) {
        int star = pattern.indexOf('*');
        int end = word.lastIndexOf('.');
        String head = pattern.substring(0, star);
        if (!word.toLowerCase(Locale.ROOT).startsWith(head) || end <= star || pattern.indexOf('*', star + 1) >= 0) {
            return pattern;
        }
        return head + word.substring(star, end) + pattern.substring(star + 1);
    }

    /** Ignores case and the choice of separator, the most frequent mistakes. */
    private static String plain(String word) {
        return word.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
    }

    /** The edit distance: letters to add, drop, replace or swap with their neighbour. */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int replaced = steps[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[one.length()][other.length()];
    }
}
