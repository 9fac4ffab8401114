/** Each on-disk structure of the metadata has its one home here. Start with {@link io.tablestore.internal.format.Snapshot}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format;
