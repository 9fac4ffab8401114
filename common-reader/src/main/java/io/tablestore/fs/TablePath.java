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
package io.tablestore.fs;

import io.tablestore.error.TableStoreException;
import java.nio.file.Path;

/**
 * A location: an absolute local path, or a URI with a scheme. Paths are compared as text.
 *
 * @param location without a trailing slash
 */
public record TablePath(String location) {

    public TablePath {
        while (location.length() > 1 && location.endsWith("/")) {
            location = location.substring(0, location.length() - 1);
        }
    }

    /** Parses a location that a user wrote: resolves a relative local path and removes {@code file:}. */
    public static TablePath of(String text) {
        if (text.isBlank()) {
            throw new TableStoreException("A table's location must not be empty.");
        }
        if (text.startsWith("file:")) {
            String path = text.substring("file:".length()).replaceFirst("^/{2,}", "/");
            return new TablePath(Path.of(path).toAbsolutePath().normalize().toString());
        }
        return scheme(text).isEmpty()
                ? new TablePath(Path.of(text).toAbsolutePath().normalize().toString())
                : new TablePath(text);
    }

    /** The URI scheme, or an empty string for a local path. */
    public String scheme() {
        return scheme(location);
    }

    private static String scheme(String text) {
        int colon = text.indexOf(':');
        int slash = text.indexOf('/');
        return colon > 0 && slash == colon + 1 ? text.substring(0, colon) : "";
    }

    /** A file or directory directly below this one. The name is not checked. */
    public TablePath child(String name) {
        return new TablePath(location + "/" + name);
    }

    /** The last path segment. */
    public String name() {
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** This location relative to {@code root}, or the complete location if it is not below {@code root}. */
    public String relativeTo(TablePath root) {
        String prefix = root.location + "/";
        return location.startsWith(prefix) ? location.substring(prefix.length()) : location;
    }

    @Override
    public String toString() {
        return location;
    }
}
