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
package io.tablestore.fs;

/**
 * An output that can be given up. The outputs of object stores implement it: closing one publishes what was written so far,
 * aborting it publishes nothing.
 */
public interface Abortable {

    /** Gives the output up; closing it afterwards does nothing. Does not fail: what the store keeps of it is not readable. */
    void abort();
}
