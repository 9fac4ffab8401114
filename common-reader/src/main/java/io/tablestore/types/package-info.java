/** Types of columns and kinds of rows, as a schema file declares them. Start with {@link io.tablestore.types.DataType}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.types;
