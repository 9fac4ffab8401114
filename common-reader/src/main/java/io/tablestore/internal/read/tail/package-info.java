/** Keeps the ends of files in an object store, and fetches them ahead. Start with {@link io.tablestore.internal.read.tail.FileTails}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.read.tail;
