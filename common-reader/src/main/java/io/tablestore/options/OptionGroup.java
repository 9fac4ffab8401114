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

import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of some options that belong together.
 *
 * @param title heading of the reference page
 * @param decision what becomes of them
 * @param reason why, in a sentence
 * @param remedy what a user can do, in a sentence; may be empty
 */
public record OptionGroup(String title, OptionDecision decision, String reason, String remedy) {

    static OptionGroup honoured(String title, String reason) {
        return new OptionGroup(title, OptionDecision.HONOURED, reason, "");
    }

    static OptionGroup notWritten(String title, String reason) {
        return new OptionGroup(title, OptionDecision.REFUSED_WHEN_WRITTEN, reason, "");
    }

    /** Options of the group. */
    List<KnownOption> of(Option<?>... options) {
        return Stream.of(options)
                .map(option -> new KnownOption(option, option.defaultText(), List.of(), this))
                .toList();
    }
}
