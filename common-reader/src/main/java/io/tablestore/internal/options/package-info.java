/** Decides from the options in a table's schema whether the table can be read or written. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.options;
