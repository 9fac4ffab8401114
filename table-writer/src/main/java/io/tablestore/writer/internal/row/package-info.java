/** Converts Java objects to rows of a writer, applies defaults and filters rows. */
@org.jspecify.annotations.NullMarked
package io.tablestore.writer.internal.row;
