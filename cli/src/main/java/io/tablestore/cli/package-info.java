/** The command line. Start with {@link io.tablestore.cli.Main}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.cli;
