/** Rules for new and changed schemas of tables. Start with {@link io.tablestore.internal.schema.SchemaRules}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.schema;
