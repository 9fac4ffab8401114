/**
 * Direct memory for vectors: pooled, counted against an allocator, refused before it runs out. Start with {@link io.tablestore.internal.memory.BufferPool}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.memory;
