/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tablestore.metastore.hadoop;

import io.tablestore.metastore.MetastoreSecurity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.Sasl;
import org.apache.hadoop.security.SaslRpcServer;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.Token;
import org.apache.hadoop.security.token.TokenIdentifier;
import org.apache.thrift.TConfiguration;
import org.apache.thrift.transport.TSaslClientTransport;
import org.apache.thrift.transport.TTransport;
import org.apache.thrift.transport.TTransportException;
import org.jspecify.annotations.Nullable;

/**
 * The user that the engine runs a statement as, according to Hadoop's {@link UserGroupInformation}. It uses the engine's
 * Kerberos ticket, or the metastore's delegation token that the engine distributed.
 */
public final class HadoopSecurity implements MetastoreSecurity {

    private static final String TOKEN_KIND = "HIVE_DELEGATION_TOKEN";
    private static final String TOKEN_SERVER = "default";
    private static final Map<String, String> SASL =
            Map.of(Sasl.QOP, "auth-conf,auth-int,auth", Sasl.SERVER_AUTH, "true");

    /** @throws LinkageError if Hadoop's classes are missing */
    public HadoopSecurity() {
        Objects.requireNonNull(UserGroupInformation.class); // loads the class
    }

    @Override
    public String userName() {
        return user().getUserName();
    }

    @Override
    public List<String> groups() {
        return Arrays.asList(user().getGroupNames());
    }

    private static UserGroupInformation user() {
        try {
            return UserGroupInformation.getCurrentUser();
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    @Override
    public TTransport authenticated(TTransport transport, String host, String principal) throws TTransportException {
        try {
            return asUser(transport, host, principal);
        } catch (IOException failed) {
            throw new TTransportException(failed);
        }
    }

    private static TTransport asUser(TTransport transport, String host, String principal)
            throws IOException, TTransportException {
        Token<? extends TokenIdentifier> token = token();
        if (token != null) {
            return new AsUser(
                    new TSaslClientTransport(
                            "DIGEST-MD5", null, null, TOKEN_SERVER, SASL, new TokenCallbacks(token), transport),
                    user());
        }
        String[] names = SaslRpcServer.splitKerberosName(SecurityUtil.getServerPrincipal(principal, host));
        if (names.length != 3) {
            throw new TTransportException(
                    "the metastore's principal is " + principal + ", but must be service/host@REALM");
        }
        return new AsUser(new TSaslClientTransport("GSSAPI", null, names[0], names[1], SASL, null, transport), user());
    }

    private static @Nullable Token<? extends TokenIdentifier> token() {
        return user().getTokens().stream()
                .filter(token -> token.getKind().toString().equals(TOKEN_KIND))
                .findFirst()
                .orElse(null);
    }

    private record TokenCallbacks(Token<? extends TokenIdentifier> token) implements CallbackHandler {

        @Override
        public void handle(Callback[] callbacks) {
            for (Callback callback : callbacks) {
                if (callback instanceof NameCallback name) {
                    name.setName(text(token.getIdentifier()));
                } else if (callback instanceof PasswordCallback password) {
                    password.setPassword(text(token.getPassword()).toCharArray());
                } else if (callback instanceof RealmCallback realm) {
                    realm.setText(realm.getDefaultText());
                }
            }
        }

        private static String text(byte[] bytes) {
            return new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII);
        }
    }

    /** Opens a transport as a user, because the handshake needs that user's ticket. */
    private static final class AsUser extends TTransport {

        private final TTransport transport;
        private final UserGroupInformation user;

        AsUser(TTransport transport, UserGroupInformation user) {
            this.transport = transport;
            this.user = user;
        }

        @Override
        public boolean isOpen() {
            return transport.isOpen();
        }

        @Override
        public void open() throws TTransportException {
            try {
                user.doAs((PrivilegedExceptionAction<@Nullable Void>) () -> {
                    transport.open();
                    return null;
                });
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new TTransportException(interrupted);
            } catch (IOException | java.lang.reflect.UndeclaredThrowableException failed) {
                throw failed.getCause() instanceof TTransportException cause ? cause : new TTransportException(failed);
            }
        }

        @Override
        public void close() {
            transport.close();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws TTransportException {
            return transport.read(target, offset, length);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws TTransportException {
            transport.write(source, offset, length);
        }

        @Override
        public void flush() throws TTransportException {
            transport.flush();
        }

        @Override
        public TConfiguration getConfiguration() {
            return transport.getConfiguration();
        }

        @Override
        public void updateKnownMessageSize(long size) throws TTransportException {
            transport.updateKnownMessageSize(size);
        }

        @Override
        public void checkReadBytesAvailable(long bytes) throws TTransportException {
            transport.checkReadBytesAvailable(bytes);
        }
    }
}
