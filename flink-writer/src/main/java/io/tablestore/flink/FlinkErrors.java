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
package io.tablestore.flink;

import io.tablestore.error.TableStoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.apache.flink.table.catalog.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * Errors as Flink's users see them. Flink's SQL client prints only the innermost cause, so the error whose message says what
 * happened and what to do must not have one.
 */
final class FlinkErrors {

    private FlinkErrors() {}

    /** Does something; an error of the table store leaves it as the innermost one. */
    static <T> T innermost(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException failed) {
            throw innermost(failed);
        }
    }

    /** As {@link #innermost(Supplier)}, without a result. */
    static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException failed) {
            throw innermost(failed);
        }
    }

    /**
     * The same error without causes below the message of the table store; what they say is added to it, and they are kept as
     * suppressed. Errors of others are returned as they are.
     */
    static RuntimeException innermost(RuntimeException failed) {
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

    /** The catalog, whose errors are innermost ones. */
    static Catalog innermost(Catalog catalog) {
        return (Catalog) Proxy.newProxyInstance(
                Catalog.class.getClassLoader(), new Class<?>[] {Catalog.class}, (proxy, method, arguments) -> {
                    try {
                        return method.invoke(catalog, arguments);
                    } catch (InvocationTargetException failed) {
                        Throwable thrown = failed.getTargetException();
                        throw thrown instanceof RuntimeException unchecked ? innermost(unchecked) : thrown;
                    }
                });
    }
}
