/** Reads from a store, distinguishing kinds of failure. Start with {@link io.tablestore.internal.fs.StoreReader}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.fs;
