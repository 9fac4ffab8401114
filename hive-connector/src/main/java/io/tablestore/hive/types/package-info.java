/** Translates types, values and predicates between Hive and the reader. */
@org.jspecify.annotations.NullMarked
package io.tablestore.hive.types;
