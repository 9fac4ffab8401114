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
package io.tablestore.flink.types;

import io.tablestore.error.TableStoreException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes errors readable in Flink. Its SQL client prints only the innermost cause, so an error whose message says what
 * happened and what to do must not have a cause.
 */
public final class FlinkErrors {

    private FlinkErrors() {}

    /** Runs an operation; an error of the table store is thrown without causes. */
    public static <T> T innermost(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failed) {
            throw innermost(failed);
        }
    }

    /**
     * Like {@link #innermost(Supplier)}, for an operation that also throws checked exceptions. These are thrown
     * unchanged and undeclared.
     */
    public static <T> T call(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException failed) {
            throw innermost(failed);
        } catch (Exception checked) {
            throw FlinkErrors.<RuntimeException>undeclared(checked);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // deliberate: the cast has no effect
    private static <E extends Exception> E undeclared(Exception checked) throws E {
        throw (E) checked;
    }

    /** Like {@link #call}, without a result. */
    public static void run(Work work) {
        call(() -> {
            work.run();
            return null;
        });
    }

    /** An operation without a result. */
    public interface Work {

        public void run() throws Exception;
    }

    /**
     * The same error without causes: their message is added to that of the table store's error, and the original is
     * kept as suppressed. Other errors are returned unchanged.
     */
    public static RuntimeException innermost(RuntimeException failed) {
        TableStoreException ours = null;
        Throwable root = failed;
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (ours == null && cause instanceof TableStoreException found) {
                ours = found;
            }
            root = cause;
        }
        if (ours == null || root == failed) {
            return failed;
        }
        TableStoreException innermost = new TableStoreException(message(ours, root));
        innermost.setStackTrace(ours.getStackTrace());
        innermost.addSuppressed(failed);
        return innermost;
    }

    private static String message(TableStoreException ours, Throwable root) {
        String message = String.valueOf(ours.getMessage());
        String detail = root.getMessage();
        boolean said = root == ours || detail == null || message.contains(detail);
        return said ? message : message + " (" + root.getClass().getSimpleName() + ": " + detail + ")";
    }
}
