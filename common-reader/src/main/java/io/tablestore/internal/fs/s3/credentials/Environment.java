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
package io.tablestore.internal.fs.s3.credentials;

import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a process is started with.
 *
 * @param variables the environment variables by name; null for one that is not set
 * @param home the directory of the user
 */
public record Environment(Function<String, @Nullable String> variables, Path home, Clock clock) {

    /** That of this process. */
    public static Environment ofProcess() {
        return new Environment(System::getenv, Path.of(System.getProperty("user.home", "")), Clock.systemUTC());
    }

    /** An environment variable; empty if it is not set or blank. */
    public String variable(String name) {
        String value = variables.apply(name);
        return value == null ? "" : value.strip();
    }

    /** The first of several environment variables that is set; empty if none is. */
    public String firstVariable(String... names) {
        for (String name : names) {
            if (!variable(name).isEmpty()) {
                return variable(name);
            }
        }
        return "";
    }
}
