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
package io.tablestore.internal.fs.s3;

import io.tablestore.fs.TablePath;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a bucket.
 *
 * @param location as users write it, for messages
 * @param key without a slash at its beginning; empty for the bucket itself
 */
public record S3Path(String location, String bucket, String key) {

    private static final Pattern LOCATION = Pattern.compile("(s3[an]?://)([^/]+)(?:/(.*))?", Pattern.DOTALL);

    /** @throws IOException if the location is not in S3 */
    public static S3Path of(TablePath path) throws IOException {
        Matcher matcher = LOCATION.matcher(path.location());
        if (!matcher.matches()) {
            throw new IOException(path + " is not a location in S3, which is written s3://bucket/directory");
        }
        String key = matcher.group(3);
        return new S3Path(path.location(), matcher.group(2), key == null ? "" : key);
    }

    /** The beginning of all keys below this directory. */
    String prefix() {
        return key.isEmpty() ? "" : key + "/";
    }

    /** The directory above; the bucket itself for a key without a slash. */
    S3Path parent() {
        return withKey(key.substring(0, Math.max(0, key.lastIndexOf('/'))));
    }

    /** Another key of this bucket. */
    S3Path withKey(String other) {
        String scheme = location.substring(0, location.indexOf("://") + 3);
        return new S3Path(scheme + bucket + "/" + other, bucket, other);
    }

    @Override
    public String toString() {
        return location;
    }
}
