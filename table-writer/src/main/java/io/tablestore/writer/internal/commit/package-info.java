/** Creates manifests and snapshots. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.commit;
