/** Tables in S3 and compatible stores, with the HTTP client of the JDK. Start with {@link io.tablestore.fs.s3.S3FileSystem}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.fs.s3;
