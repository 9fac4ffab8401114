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
package io.tablestore.internal.fs.azure;

import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file in a container.
 *
 * @param location as users write it, for messages
 * @param host of the account, as in locations of Hadoop's ABFS
 * @param key without a slash at its beginning
 */
record BlobPath(String location, String container, String host, String key) {

    private static final Pattern LOCATION = Pattern.compile("abfss?://([^/@]+)@([^/@]+)/(.+)", Pattern.DOTALL);

    /** @throws IOException if the location is not that of a file in Azure */
    static BlobPath of(TablePath file) throws IOException {
        Matcher matcher = LOCATION.matcher(file.location());
        if (!matcher.matches()) {
            throw new IOException(file + " is not a file in Azure, which is written"
                    + " abfss://container@account.dfs.core.windows.net/directory/file");
        }
        return new BlobPath(file.location(), matcher.group(1), matcher.group(2), matcher.group(3));
    }

    @Override
    public String toString() {
        return location;
    }
}
