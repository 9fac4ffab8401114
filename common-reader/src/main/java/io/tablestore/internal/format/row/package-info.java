/** Rows in the binary layout of the format, and the bucket that a key belongs to. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format.row;
