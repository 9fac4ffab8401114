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
package io.tablestore.trino.types;

import io.tablestore.error.CorruptFileException;
import io.tablestore.error.InvalidTableException;
import io.tablestore.error.StoreException;
import io.tablestore.error.TableStoreException;
import io.tablestore.error.UnsupportedFormatException;
import io.trino.spi.ErrorCode;
import io.trino.spi.ErrorCodeSupplier;
import io.trino.spi.ErrorType;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import java.util.function.Supplier;

/**
 * Translates the reader's errors to Trino's. A damaged file or a failed store is reported as an external error, not as
 * a fault of Trino or the user. Trino retries external errors if its retry policy allows, so a transient failure of the
 * store does not fail the query.
 */
public enum TrinoErrors implements ErrorCodeSupplier {
    TABLESTORE_BAD_DATA(0, ErrorType.EXTERNAL),
    TABLESTORE_CANNOT_READ(1, ErrorType.EXTERNAL),
    TABLESTORE_FILESYSTEM_ERROR(2, ErrorType.EXTERNAL);

    private static final int FIRST_CODE = 0x0754_0000;

    private final ErrorCode code;

    TrinoErrors(int number, ErrorType type) {
        code = new ErrorCode(FIRST_CODE + number, name(), type, false);
    }

    @Override
    public ErrorCode toErrorCode() {
        return code;
    }

    /** Runs an operation of the reader and translates its errors. */
    public static <T> T translated(Supplier<T> work) {
        try {
            return work.get();
        } catch (TableStoreException failed) {
            throw translated(failed);
        }
    }

    /** Runs an operation of the reader that has no result, and translates its errors. */
    public static void translating(Runnable work) {
        try {
            work.run();
        } catch (TableStoreException failed) {
            throw translated(failed);
        }
    }

    public static TrinoException translated(TableStoreException failed) {
        return new TrinoException(codeOf(failed), failed.getMessage(), failed);
    }

    private static ErrorCodeSupplier codeOf(TableStoreException failed) {
        if (failed.getCause() instanceof TrinoException own) {
            return own::getErrorCode; // one of Trino's file systems already chose a code
        }
        if (failed instanceof StoreException) {
            return TABLESTORE_FILESYSTEM_ERROR;
        }
        if (failed instanceof CorruptFileException) {
            return TABLESTORE_BAD_DATA;
        }
        if (failed instanceof InvalidTableException) {
            return StandardErrorCode.GENERIC_USER_ERROR;
        }
        return failed instanceof UnsupportedFormatException ? StandardErrorCode.NOT_SUPPORTED : TABLESTORE_CANNOT_READ;
    }
}
