/**
 * Conditions resolved against columns, and tested against rows and statistics. Start with {@link io.tablestore.internal.predicate.BoundPredicate}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.predicate;
