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
package io.tablestore.internal.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.tablestore.internal.format.json.JsonFile;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The members of a tag's file that do not belong to the snapshot (format reference, 10.5).
 *
 * @param createTime wall clock of the tag's creator, or null
 * @param timeRetained how long the tag is kept, or null for ever
 */
public record TagDetails(
        @Nullable LocalDateTime createTime, @Nullable Duration timeRetained) {

    private static final String CREATE_TIME = "tagCreateTime";
    private static final String TIME_RETAINED = "tagTimeRetained";

    public static TagDetails parse(String file, byte[] content) {
        JsonFile json = JsonFile.parse(file, content);
        return new TagDetails(
                member(
                        json,
                        CREATE_TIME,
                        "a date and a time, as [2026,1,2,3,4,5] or in ISO form",
                        TagDetails::dateTime),
                member(json, TIME_RETAINED, "a length of time, in seconds or in ISO form", TagDetails::duration));
    }

    private static <T> @Nullable T member(JsonFile json, String name, String expected, Function<JsonNode, T> parser) {
        if (!json.has(name)) {
            return null;
        }
        try {
            return parser.apply(json.raw(name));
        } catch (DateTimeException | ArithmeticException malformed) {
            throw json.wrong(name, expected, json.raw(name));
        }
    }

    /** Converts the content of a tag's file to that of the snapshot's own file. */
    public static byte[] without(String file, byte[] content) {
        return JsonFile.parse(file, content).without(List.of(CREATE_TIME, TIME_RETAINED));
    }

    /** {@code [year, month, day, hour, minute, second, nanosecond]}, with trailing zeros omitted, or ISO text. */
    private static LocalDateTime dateTime(JsonNode value) {
        if (value.isTextual()) {
            return LocalDateTime.parse(value.textValue());
        }
        return LocalDateTime.of(
                value.path(0).asInt(),
                value.path(1).asInt(),
                value.path(2).asInt(),
                value.path(3).asInt(),
                value.path(4).asInt(),
                value.path(5).asInt(),
                value.path(6).asInt());
    }

    /** Seconds with a fraction of nanoseconds, or ISO text. */
    private static Duration duration(JsonNode value) {
        return value.isTextual()
                ? Duration.parse(value.textValue())
                : Duration.ofNanos(value.decimalValue().movePointRight(9).longValueExact());
    }
}
