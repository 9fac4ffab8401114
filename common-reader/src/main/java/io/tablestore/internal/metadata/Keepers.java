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
package io.tablestore.internal.metadata;

import io.tablestore.error.TableStoreException;
import io.tablestore.internal.format.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the files that keep a snapshot, for messages about what it refers to. Methods do not fail, because another error is
 * already being reported.
 */
public final class Keepers {

    private static final Logger LOG = LoggerFactory.getLogger(Keepers.class);

    private Keepers() {}

    /** The file of a snapshot, or of a tag once the snapshot has expired. */
    public static String of(TableFiles files, long snapshotId) {
        Snapshot kept = kept(files, snapshotId);
        return kept == null ? files.snapshots().file(snapshotId) : kept.file();
    }

    /** The index manifest of a snapshot, and the file that names it. */
    public static String ofIndex(TableFiles files, long snapshotId) {
        Snapshot kept = kept(files, snapshotId);
        if (kept == null) {
            return files.snapshots().file(snapshotId);
        }
        return kept.indexManifest() == null ? kept.file() : "manifest/" + kept.indexManifest() + " of " + kept.file();
    }

    private static @Nullable Snapshot kept(TableFiles files, long snapshotId) {
        try {
            Snapshot own = files.snapshots().find(snapshotId);
            if (own != null) {
                return own;
            }
            for (String name : files.tags().names().keySet()) {
                Snapshot tagged = files.tags().find(name);
                if (tagged != null && tagged.id() == snapshotId) {
                    return tagged;
                }
            }
            return null;
        } catch (TableStoreException unknown) {
            LOG.warn(
                    "What keeps snapshot {} cannot be found out; the error about its file names the snapshot itself.",
                    snapshotId,
                    unknown);
            return null;
        }
    }
}
