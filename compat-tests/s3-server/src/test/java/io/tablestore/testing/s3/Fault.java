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
package io.tablestore.testing.s3;

/** What {@link Front} does to a request instead of forwarding it. */
public enum Fault {
    /** Answered with 503; the store does not see the request. */
    SLOW_DOWN(503, "SlowDown"),

    /** Answered with 500; the store does not see the request. */
    SERVER_ERROR(500, "InternalError"),

    /** Answered with 409; the store does not see the request. */
    CONFLICT(409, "ConditionalRequestConflict"),

    /** Answered with 412; the store does not see the request. */
    REFUSED(412, "PreconditionFailed"),

    /** Answered with 403; the store does not see the request. */
    DENIED(403, "AccessDenied"),

    /** The store does what is asked, but the client gets 500 for an answer. */
    LOST(500, "InternalError"),

    /** The store does what is asked, but the connection ends instead of an answer. */
    DROP,

    /** The connection ends; the store does not see the request. */
    CUT,

    /** The connection ends; the store sees the request at {@link Front#deliverLate}. */
    LATE,

    /** The connection ends in the middle of the answer. */
    HALF,

    /** Never answered; the store does not see the request. */
    HANG;

    private final int status;
    private final String code;

    Fault() {
        this(0, "");
    }

    Fault(int status, String code) {
        this.status = status;
        this.code = code;
    }

    /** The status that the client gets, or 0 if it gets none that is of the fault's making. */
    public int status() {
        return status;
    }

    /** The word of S3's protocol for the status. */
    String code() {
        return code;
    }
}
