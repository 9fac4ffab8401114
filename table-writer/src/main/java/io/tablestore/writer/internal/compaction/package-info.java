/** Which files are compacted, and the compaction itself. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.compaction;
