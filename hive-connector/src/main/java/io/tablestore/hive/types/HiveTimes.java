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
package io.tablestore.hive.types;

/** Formats a time of day as {@code hh:mm:ss[.fff]}. */
public final class HiveTimes {

    private HiveTimes() {}

    /** @param digits of the fraction, 0 to 3 */
    public static byte[] of(int millisOfDay, int digits) {
        byte[] text = new byte[digits == 0 ? 8 : 9 + digits];
        int seconds = millisOfDay / 1000;
        put(text, 0, seconds / 3600, 2);
        text[2] = ':';
        put(text, 3, seconds / 60 % 60, 2);
        text[5] = ':';
        put(text, 6, seconds % 60, 2);
        if (digits > 0) {
            text[8] = '.';
            int fraction = millisOfDay % 1000;
            put(text, 9, digits == 3 ? fraction : digits == 2 ? fraction / 10 : fraction / 100, digits);
        }
        return text;
    }

    private static void put(byte[] text, int at, int number, int digits) {
        int rest = number;
        for (int i = digits - 1; i >= 0; i--) {
            text[at + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
