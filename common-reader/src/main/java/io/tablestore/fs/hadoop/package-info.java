/** The adapter of Hadoop's file systems, loaded only when a location needs it. Start with {@link io.tablestore.fs.hadoop.HadoopTableFileSystem}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.fs.hadoop;
