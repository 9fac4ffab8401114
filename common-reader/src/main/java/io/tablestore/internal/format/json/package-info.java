/** JSON metadata files, and data types in their JSON form. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format.json;
