/**
 * Manifests, manifest lists and index manifests, read and written. Start with {@link io.tablestore.internal.format.manifest.ManifestEntry}.
 */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.format.manifest;
