/**
 * Splits, their sections, sorted runs and files, and their serialized form. Start with {@link
 * io.tablestore.internal.split.Section}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.split;
