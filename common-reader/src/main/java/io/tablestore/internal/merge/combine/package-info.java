/** Merge engines that combine the versions of a key. Start with {@link io.tablestore.internal.merge.combine.CombiningEngine}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.merge.combine;
