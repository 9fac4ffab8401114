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
 * Options that are handled in the same way.
 *
 * @param title heading on the reference page
 * @param decision how they are handled
 * @param reason why, as a sentence
 * @param remedy what a user can do, as a sentence; may be empty
 */
public record OptionGroup(String title, OptionDecision decision, String reason, String remedy) {

    static OptionGroup honoured(String title, String reason) {
        return new OptionGroup(title, OptionDecision.HONOURED, reason, "");
    }

    static OptionGroup notWritten(String title, String reason) {
        return new OptionGroup(title, OptionDecision.REFUSED_WHEN_WRITTEN, reason, "");
    }

    /** Creates the options of this group. */
    List<KnownOption> of(Option<?>... options) {
        return Stream.of(options)
                .map(option -> new KnownOption(option, option.defaultText(), List.of(), this))
                .toList();
    }
}
