/** Every option in one typed place, by those who use it. Start with {@link io.tablestore.options.TableOptions}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.options;
