/**
 * Readers and writers of manifests, manifest lists and index manifests. Start with {@link
 * io.tablestore.internal.format.manifest.ManifestEntry}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format.manifest;
