/** The command line tool: lists, inspects, explains and reads tables. Start with {@link io.tablestore.cli.Main}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.cli;
