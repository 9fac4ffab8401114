/** Creates files of object stores by conditional requests, whoever sends them. Start with {@link io.tablestore.fs.create.ConditionalCreate}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.fs.create;
