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

/** A read was cancelled, or its thread was interrupted. */
public final class ReadCancelledException extends TableStoreException {

    private static final long serialVersionUID = 1L;

    public ReadCancelledException() {
        super("The read was cancelled.");
    }

    /** @param interrupt the failure that the interrupt of the thread caused */
    public ReadCancelledException(Throwable interrupt) {
        super("The read was cancelled: its thread was interrupted.", interrupt);
    }
}
