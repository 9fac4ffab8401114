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
package io.tablestore.flink.procedure;

import java.util.Arrays;
import org.apache.flink.table.api.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the arguments of procedures. Flink ignores named arguments that a procedure does not declare. Each procedure
 * therefore also declares the arguments of Apache Paimon's procedure of the same name that it does not support.
 */
final class ProcedureArguments {

    private ProcedureArguments() {}

    /** The value of a required argument. */
    static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new ValidationException("The procedure's argument '" + name + "' is NULL; give it a value.");
        }
        return value;
    }

    /** @throws ValidationException if an unsupported argument is given */
    static void refuse(String procedure, String names, @Nullable Object... values) {
        String[] each = names.split(" ", -1);
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                throw new ValidationException("Argument '" + each[i] + "' of " + procedure
                        + " is not supported; leave it out, or call Apache Paimon's procedure. Not supported are "
                        + String.join(", ", Arrays.asList(each)) + ".");
            }
        }
    }
}
