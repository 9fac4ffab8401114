/** Where the keys of an AWS account come from. Start with {@link io.tablestore.internal.fs.s3.credentials.CredentialChain}. */
@org.jspecify.annotations.NullMarked
package io.tablestore.internal.fs.s3.credentials;
