/**
 * VARIANT values that Parquet files store in typed columns ("shredded"), put together again. Start with {@link
 * io.tablestore.internal.file.parquet.variant.VariantAssembler}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.file.parquet.variant;
