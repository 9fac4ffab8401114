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
package io.tablestore.error;

import java.util.function.Supplier;

/** The table uses a known and valid feature of the format that this reader does not support. */
public final class UnsupportedFormatException extends TableStoreException {

    private static final long serialVersionUID = 1L;

    /**
     * @param where the file, option or column that requires the feature
     * @param what the feature, by its name in the format
     * @param remedy what the user can do, as a sentence
     */
    public UnsupportedFormatException(String where, String what, String remedy) {
        super(where + ": " + what + " is not supported by this reader. " + remedy);
    }

    private UnsupportedFormatException(String message, UnsupportedFormatException original) {
        super(message, original);
    }

    @Override
    public UnsupportedFormatException namedBy(Supplier<String> namer) {
        String message = messageWith(namer);
        return message == null ? this : new UnsupportedFormatException(message, this);
    }
}
