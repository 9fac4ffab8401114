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

import java.util.Locale;

/** How an option of Apache Paimon is handled here, in order of severity. */
public enum OptionDecision {

    /** Has the same effect as in Apache Paimon. */
    HONOURED("Does what it does in Apache Paimon."),

    /** Affects only speed, memory or file layout; accepted everywhere. */
    HARMLESS("Accepted everywhere: only speed, memory or the layout of files depend on it."),

    /** Belongs to a feature that does not exist here. A table may set it; a statement may not. */
    NOT_USED(
            "A table may have it, for nothing that is done here depends on it; a statement that asks for it is refused."),

    /** The columns concerned cannot be read; the other columns can. The table cannot be written. */
    REFUSED_BY_COLUMN("Columns that it concerns are refused, the others are read; the table is not written."),

    /** Tables with this option can be read, but neither created nor written. */
    REFUSED_WHEN_WRITTEN("The table is read, but neither created nor written here."),

    /** Tables with this option can be neither read nor written. */
    REFUSED_WHEN_READ("The table is neither read nor written here.");

    private final String meaning;

    OptionDecision(String meaning) {
        this.meaning = meaning;
    }

    /** What the decision means for a user, as a sentence. */
    public String meaning() {
        return meaning;
    }

    /** The text in the table of options: {@code refused when read}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
