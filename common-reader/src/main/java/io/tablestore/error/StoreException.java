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
package io.tablestore.error;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file store failed. This says nothing about the content of the file, which may be intact. The message names the file, the
 * attempted operation, the store's answer and the remedy.
 */
public final class StoreException extends TableStoreException {

    private static final long serialVersionUID = 1L;

    private static final int LONGEST_CHAIN = 32;

    /** A second sentence of a client says what to do, and it knows more than {@link Reason}. */
    private static final Pattern SECOND_SENTENCE = Pattern.compile("\\. \\p{Lu}");

    /** Why the store could not do the operation. */
    public enum Reason {
        /** The file does not exist, although something refers to it. */
        MISSING("If it was expired while it was read, read a newer snapshot; otherwise restore the file."),

        /** The user may not read the file, or the credentials have expired. */
        DENIED("Give this user the right to read it, or renew the credentials if they have expired."),

        /** The store did not answer in time. */
        TIMED_OUT("Run the query again; if this happens often, give the store's client more time."),

        /** The connection failed, or ended before all bytes arrived. */
        DISCONNECTED("Run the query again; if this happens often, look at the network and the store's log."),

        /** Anything else. */
        FAILED("The content of the file is not in doubt. Run the query again, or look into the store's log.");

        private final String remedy;

        Reason(String remedy) {
            this.remedy = remedy;
        }
    }

    private final Reason reason;

    private StoreException(String message, Reason reason, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    private StoreException(String message, StoreException original) {
        super(message, original);
        this.reason = original.reason;
    }

    @Override
    public StoreException namedBy(Supplier<String> namer) {
        String message = messageWith(namer);
        return message == null ? this : new StoreException(message, this);
    }

    public Reason reason() {
        return reason;
    }

    /**
     * The exception to throw for a failure of the store: a {@link StoreException}, or a {@link ReadCancelledException} if the
     * thread was interrupted. In the latter case the thread's interrupt flag is set again.
     *
     * @param file path of the file or directory, relative to the table if known
     * @param attempt what was tried, such as {@code The directory cannot be listed}
     * @param failure what the store's client threw; a {@link TableStoreException} is returned unchanged
     */
    public static TableStoreException from(String file, String attempt, Exception failure) {
        if (failure instanceof TableStoreException known) {
            return known;
        }
        if (isInterrupt(failure)) {
            Thread.currentThread().interrupt();
            return new ReadCancelledException(failure);
        }
        Reason reason = reasonOf(failure);
        String answer = withoutFullStop(answer(file, failure));
        String remedy = SECOND_SENTENCE.matcher(answer).find() ? "" : " " + reason.remedy;
        return new StoreException(file + ": " + attempt + ": " + answer + "." + remedy, reason, failure);
    }

    /**
     * The exception for a file that is referred to but does not exist.
     *
     * @param namedBy the file or object that refers to it
     */
    public static StoreException missing(String file, String namedBy, Exception failure) {
        return new StoreException(
                file + ": The file is missing, though " + namedBy + " refers to it. Its snapshot may have been expired"
                        + " while it was read; read a newer one, or restore the file.",
                Reason.MISSING,
                failure);
    }

    /** Classifies the failure by the exception of the store's client. */
    public static Reason reasonOf(Exception failure) {
        Throwable link = failure;
        for (int i = 0; link != null && i < LONGEST_CHAIN; i++) {
            Reason reason = reasonOfOne(link);
            if (reason != null) {
                return reason;
            }
            link = link.getCause();
        }
        return Reason.FAILED;
    }

    private static @Nullable Reason reasonOfOne(Throwable failure) {
        if (isMissing(failure)) {
            return Reason.MISSING;
        }
        // Object stores and Hadoop use exception classes of their own, which the reader does not depend on.
        String type = failure.getClass().getSimpleName();
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (failure instanceof AccessDeniedException
                || type.startsWith("AccessControl")
                || type.startsWith("AccessDenied")
                || message.contains("permission denied")
                || message.contains("access denied")
                || message.contains("expiredtoken")) {
            return Reason.DENIED;
        }
        if (failure instanceof SocketTimeoutException
                || failure instanceof HttpTimeoutException
                || failure instanceof InterruptedIOException
                || type.contains("Timeout")) {
            return Reason.TIMED_OUT;
        }
        return failure instanceof SocketException || failure instanceof EOFException ? Reason.DISCONNECTED : null;
    }

    /** Clients throw the same class for an interrupt and for a time-out; only an interrupt has one of these traces. */
    private static boolean isInterrupt(Exception failure) {
        Throwable link = failure;
        for (int i = 0; link != null && i < LONGEST_CHAIN; i++) {
            if (link instanceof ClosedByInterruptException || link instanceof InterruptedException) {
                return true;
            }
            if (link instanceof InterruptedIOException && !(link instanceof SocketTimeoutException)) {
                // Time-outs have a message; an interrupt of Trino's S3 client has none.
                String message = link.getMessage();
                return Thread.currentThread().isInterrupted()
                        || message == null
                        || message.toLowerCase(Locale.ROOT).contains("interrupt");
            }
            link = link.getCause();
        }
        return false;
    }

    private static String answer(String file, Exception failure) {
        String type = failure.getClass().getSimpleName();
        if (failure.getMessage() == null || failure.getMessage().isBlank()) {
            return type;
        }
        String message = withoutName(file, failure.getMessage());
        // The message of these exceptions may be the bare path.
        if (failure instanceof AccessDeniedException) {
            return "access denied (" + message + ")";
        }
        return isMissing(failure) ? "the file is missing (" + withoutFullStop(message) + ")" : message;
    }

    /** Many clients begin their message with the file, which is not said twice. */
    private static String withoutName(String file, String message) {
        String name = file + ": ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }

    private static boolean isMissing(Throwable failure) {
        return failure instanceof FileNotFoundException || failure instanceof NoSuchFileException;
    }

    private static String withoutFullStop(String clause) {
        String stripped = clause.strip();
        return stripped.endsWith(".") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }
}
