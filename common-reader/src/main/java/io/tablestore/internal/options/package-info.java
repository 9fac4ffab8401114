/** What becomes of a table for the options in its schema. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.options;
