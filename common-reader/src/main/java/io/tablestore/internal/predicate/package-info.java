/**
 * Predicates resolved against columns, and their tests on rows and statistics. Start with {@link
 * io.tablestore.internal.predicate.BoundPredicate}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.predicate;
