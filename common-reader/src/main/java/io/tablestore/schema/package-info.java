/** New tables and changed ones: what is asked for, what may be, and the schema that comes of it. */
@NullMarked
package io.tablestore.schema;

import org.jspecify.annotations.NullMarked;
