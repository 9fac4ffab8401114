/** Every option in one typed place. Start with {@link io.tablestore.options.TableOptions}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.options;
