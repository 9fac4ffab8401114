/** Shared code for serializing splits and predicates. Start with {@link io.tablestore.internal.wire.Wire}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.wire;
