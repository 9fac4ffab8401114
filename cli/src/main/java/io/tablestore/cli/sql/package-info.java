/** The conditions of {@code --where}. Start with {@link io.tablestore.cli.sql.SqlPredicateParser}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.cli.sql;
