/** Arrow vectors over pooled memory. Start with {@link io.tablestore.vector.ArrowColumn}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.vector;
