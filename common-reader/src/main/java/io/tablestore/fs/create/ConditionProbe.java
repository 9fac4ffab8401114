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
package io.tablestore.fs.create;

import io.tablestore.fs.TablePath;
import io.tablestore.fs.create.Attempt.Outcome;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether a store obeys the condition. Some ignore it, and would let two writers create the same snapshot. A bucket
 * that passes is remembered for the process.
 *
 * <p><b>Threads:</b> safe for use by many; two that come first both probe, under different names.
 */
final class ConditionProbe {

    private static final Logger LOG = LoggerFactory.getLogger(ConditionProbe.class);

    private static final Set<String> PASSED = ConcurrentHashMap.newKeySet();

    private static final byte[] CONTENT = {};

    private final ConditionalStore store;
    private final ConditionalCreate creates;

    /** @param creates in the same store */
    ConditionProbe(ConditionalStore store, ConditionalCreate creates) {
        this.store = store;
        this.creates = creates;
    }

    /**
     * Whether the store of a bucket obeys the condition. The first call writes a file next to the given one, and deletes it.
     *
     * @param file that somebody is about to create
     */
    boolean passes(TablePath file) throws IOException {
        String bucket = store.bucket(file);
        if (PASSED.contains(bucket)) {
            return true;
        }
        // Names with a dot are not read, and the cleaning of orphan files deletes those that end with .tmp.
        String name = ".probe-" + UUID.randomUUID() + ".tmp";
        TablePath probe =
                new TablePath(file.location().substring(0, file.location().lastIndexOf('/') + 1) + name);
        boolean obeys;
        try {
            creates.put(probe, CONTENT);
            obeys = creates.put(probe, CONTENT) == Outcome.OCCUPIED;
        } finally {
            delete(probe);
        }
        if (obeys) {
            PASSED.add(bucket);
        }
        return obeys;
    }

    private void delete(TablePath probe) {
        try {
            store.delete(probe);
        } catch (IOException failed) {
            LOG.warn(
                    "{} was written to test the store and cannot be deleted. It can be deleted by hand.",
                    probe,
                    failed);
        }
    }
}
