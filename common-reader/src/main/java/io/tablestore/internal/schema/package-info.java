/**
 * What a table may be and may become: rules for new and changed schemas. Start with {@link io.tablestore.internal.schema.SchemaRules}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.schema;
