/** HTTP requests, answers and retries. Start with {@link io.tablestore.internal.fs.s3.http.HttpTransport}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.fs.s3.http;
