/** Tags, rollback, snapshot expiry and removal of orphan files. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.maintenance;
