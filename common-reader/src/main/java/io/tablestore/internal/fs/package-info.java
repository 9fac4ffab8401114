/** Reads of a store, with failures told apart. Start with {@link io.tablestore.internal.fs.StoreReader}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.fs;
