/** Rows in the binary layout of the format, and the bucket of a key. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format.row;
