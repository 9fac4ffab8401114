/**
 * The metadata files of a table: snapshots, schemas, tags and manifests, and which data files are live. Start with {@link
 * io.tablestore.internal.metadata.TableFiles}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.metadata;
