/** What the serialized forms of splits and predicates share. Start with {@link io.tablestore.internal.wire.Wire}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.wire;
