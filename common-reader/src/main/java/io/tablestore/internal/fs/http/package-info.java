/** HTTP requests, answers and retries. Start with {@link io.tablestore.internal.fs.http.HttpTransport}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.fs.http;
