/** Arrow vectors over pooled memory. Start with {@link io.tablestore.arrow.ArrowColumn}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.vector;
