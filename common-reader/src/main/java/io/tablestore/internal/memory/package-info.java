/**
 * Direct memory for vectors. It is pooled and counted against an allocator, which fails before memory runs out. Start with {@link
 * io.tablestore.internal.memory.BufferPool}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.memory;
