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
package io.tablestore.testing.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The settings and programs that docs/STORAGE.md gives, for tests that use them as they are there. */
public final class StoragePage {

    /** Found from the directory of a module next to this one. */
    private static final Path PAGE = Path.of("../../docs/STORAGE.md");

    private StoragePage() {}

    /** The text below a heading of the third level, without those of other engines. */
    public static String section(String title) throws IOException {
        return only("\n### " + Pattern.quote(title) + "\n(.*?)(?=\n##)", Files.readString(PAGE), title);
    }

    /**
     * The only block of a language in a section.
     *
     * @param language as the page names it, such as {@code sql}
     */
    public static String block(String section, String language) throws IOException {
        return only("\n```" + language + "\n(.*?)```", section(section), language + " in " + section);
    }

    /** The same, with the address and the key of a server in place of those on the page. */
    public static String block(String section, String language, int port) throws IOException {
        return block(section, language)
                .replace("https://store:9000", "http://127.0.0.1:" + port)
                .replaceAll("\\bAK\\b", S3Server.ACCESS_KEY)
                .replaceAll("\\bSK\\b", S3Server.SECRET_KEY);
    }

    /** The statements of a block of SQL, without their semicolons. */
    public static List<String> statements(String sql) {
        return List.of(sql.strip().split("\\s*;\\s*"));
    }

    private static String only(String pattern, String text, String what) {
        Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(text);
        if (!found.find()) {
            throw new AssertionError("docs/STORAGE.md has no " + what);
        }
        String group = found.group(1);
        if (found.find()) {
            throw new AssertionError("docs/STORAGE.md has more than one " + what);
        }
        return group;
    }
}
