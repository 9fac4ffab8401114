/** Assigns rows to dynamic buckets, and maintains their indexes. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.bucket;
