/** Which bucket a row belongs to. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.bucket;
