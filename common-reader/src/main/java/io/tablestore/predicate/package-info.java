/** Conditions on columns: by name, resolved, and against statistics. Start with {@link io.tablestore.predicate.Predicate}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.predicate;
