/** Translates types, values and predicates between Trino and the reader. */
@org.jspecify.annotations.NullMarked
package io.tablestore.trino.types;
