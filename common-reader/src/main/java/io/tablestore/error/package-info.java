/** What a user sees when the reader cannot answer. Start with {@link io.tablestore.error.TableStoreException}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.error;
