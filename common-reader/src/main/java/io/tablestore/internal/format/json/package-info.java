/** JSON metadata files, and data types as they are written in them. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format.json;
