/** Tags, rollback, and the deletion of what nobody needs any more. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.maintenance;
