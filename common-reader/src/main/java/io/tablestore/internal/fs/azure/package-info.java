/** Creates files in Azure Blob storage by one request each. Start with {@link io.tablestore.internal.fs.azure.BlobStore}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.fs.azure;
