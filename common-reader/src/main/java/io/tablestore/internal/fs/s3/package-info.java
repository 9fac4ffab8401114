/** The protocol of S3: signed requests, retries, conditional creates. Start with {@link io.tablestore.internal.fs.s3.S3Client}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.fs.s3;
