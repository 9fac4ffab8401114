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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The profiles in the files {@code credentials} and {@code config} of the AWS tools. Where both set a key, that of
 * {@code credentials} counts.
 *
 * @param profileName name of the profile that is used
 * @param isNamed whether somebody asked for that profile
 */
public record ProfileFiles(Path credentials, Path config, String profileName, boolean isNamed) {

    /** @param profile the profile of the settings, or empty for that of the environment */
    public static ProfileFiles of(String profile, Environment environment) {
        String named = profile.isEmpty() ? environment.firstVariable("AWS_PROFILE", "AWS_DEFAULT_PROFILE") : profile;
        return new ProfileFiles(
                path(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"),
                path(environment, "AWS_CONFIG_FILE", "config"),
                named.isEmpty() ? "default" : named,
                !named.isEmpty());
    }

    private static Path path(Environment environment, String variable, String name) {
        String given = environment.variable(variable);
        if (given.startsWith("~/")) {
            return environment.home().resolve(given.substring(2));
        }
        return given.isEmpty() ? environment.home().resolve(".aws").resolve(name) : Path.of(given);
    }

    /** The keys of the profile, or null if neither file has it. */
    public @Nullable Map<String, String> profile() throws IOException {
        Map<String, String> fromConfig = section(config, true);
        Map<String, String> fromCredentials = section(credentials, false);
        if (fromConfig == null && fromCredentials == null) {
            return null;
        }
        Map<String, String> merged = new HashMap<>();
        if (fromConfig != null) {
            merged.putAll(fromConfig);
        }
        if (fromCredentials != null) {
            merged.putAll(fromCredentials);
        }
        return merged;
    }

    private @Nullable Map<String, String> section(Path file, boolean isConfig) throws IOException {
        Map<String, String> keys = null;
        boolean isInside = false;
        for (String line : lines(file)) {
            String stripped = line.strip();
            if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith(";")) {
                continue;
            }
            if (stripped.startsWith("[")) {
                int end = stripped.indexOf(']');
                isInside = end > 0 && isWanted(stripped.substring(1, end).strip(), isConfig);
                if (isInside && keys == null) {
                    keys = new HashMap<>();
                }
                continue;
            }
            int equals = stripped.indexOf('=');
            boolean isNested = Character.isWhitespace(line.charAt(0)); // belongs to the key above, such as s3
            if (keys != null && isInside && equals > 0 && !isNested) {
                keys.put(stripped.substring(0, equals).strip(), value(stripped.substring(equals + 1)));
            }
        }
        return keys;
    }

    private boolean isWanted(String section, boolean isConfig) {
        if (!isConfig) {
            return section.equals(profileName);
        }
        boolean isProfile = section.startsWith("profile") && section.length() > 8 && section.charAt(7) <= ' ';
        return isProfile
                ? section.substring(8).strip().equals(profileName)
                : section.equals("default") && profileName.equals("default");
    }

    /** A comment may follow the value after a blank. */
    private static String value(String text) {
        return text.replaceFirst("\\s[#;].*$", "").strip();
    }

    private static Iterable<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException missing) {
            return List.of();
        } catch (IOException failed) {
            throw new IOException("The file " + file + " cannot be read: " + failed, failed);
        }
    }

    @Override
    public String toString() {
        return "the profile '" + profileName + "' of " + credentials + " and " + config;
    }
}
