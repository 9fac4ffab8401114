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
package io.tablestore.internal.fs.s3.credentials;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds credentials in the first place that has some, keeps them, and renews them before they expire. The order is that of AWS's
 * SDK for Java: settings, environment variables, a web identity, a profile, a container's agent, instance metadata.
 *
 * <p><b>Threads:</b> safe for use by many; while one renews the credentials, the others wait.
 */
public final class CredentialChain {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialChain.class);

    /** Credentials are renewed this long before they expire. */
    private static final Duration EARLY = Duration.ofMinutes(5);

    /** While credentials are still valid, their source is not asked more often than this. */
    private static final Duration BETWEEN_SEARCHES = Duration.ofSeconds(30);

    private final List<CredentialSource> sources;
    private final Clock clock;
    private @Nullable Credentials current;
    private Instant nextSearch = Instant.MIN;

    /** @param sources none if requests are not to be signed */
    CredentialChain(List<CredentialSource> sources, Clock clock) {
        this.sources = List.copyOf(sources);
        this.clock = clock;
    }

    /** @param region of the token service for web identities */
    public static CredentialChain of(GivenKeys given, Environment environment, String region) {
        return new CredentialChain(sources(given, environment, region), environment.clock());
    }

    private static List<CredentialSource> sources(GivenKeys given, Environment environment, String region) {
        if (given.isAnonymous()) {
            return List.of();
        }
        if (!given.accessKey().isEmpty()) {
            Credentials keys = Credentials.lasting(given.accessKey(), given.secretKey(), given.sessionToken());
            return List.of(tried -> keys);
        }
        WebIdentity webIdentity = new WebIdentity(environment, region, CredentialCalls.remote());
        ProfileKeys profile = new ProfileKeys(ProfileFiles.of(given.profile(), environment), webIdentity);
        if (!given.profile().isEmpty()) {
            return List.of(profile);
        }
        CredentialCalls local = CredentialCalls.local();
        return List.of(
                new EnvironmentKeys(environment),
                webIdentity,
                profile,
                new ContainerCredentials(environment, local),
                new InstanceCredentials(environment, local));
    }

    /**
     * Credentials that have not expired; null if requests are not to be signed.
     *
     * @throws IOException if there are none; the message says where they were looked for
     */
    public synchronized @Nullable Credentials get() throws IOException {
        if (sources.isEmpty()) {
            return null;
        }
        Instant now = clock.instant();
        Credentials kept = current;
        if (kept != null && (isFresh(kept, now) || now.isBefore(nextSearch) && now.isBefore(kept.expiry()))) {
            return kept;
        }
        nextSearch = now.plus(BETWEEN_SEARCHES);
        try {
            current = find();
        } catch (IOException failed) {
            if (kept == null
                    || !now.isBefore(kept.expiry())
                    || Thread.currentThread().isInterrupted()) {
                throw failed;
            }
            LOG.warn(
                    "The credentials for S3 cannot be renewed; the old ones are used until {}.", kept.expiry(), failed);
            return kept;
        }
        return current;
    }

    private static boolean isFresh(Credentials credentials, Instant now) {
        return credentials.expiry().equals(Instant.MAX)
                || now.isBefore(credentials.expiry().minus(EARLY));
    }

    private Credentials find() throws IOException {
        List<String> tried = new ArrayList<>();
        for (CredentialSource source : sources) {
            Credentials found = source.find(tried);
            if (found != null) {
                return found;
            }
        }
        throw new IOException("There are no credentials for S3. Set s3.access-key and s3.secret-key, or s3.anonymous ="
                + " true for public data. Tried: " + String.join("; ", tried));
    }

    /** Forgets credentials that the store does not accept any more, so that the next call of {@link #get} looks again. */
    public synchronized void discard(Credentials refused) {
        if (refused.equals(current)) {
            current = null;
        }
    }
}
