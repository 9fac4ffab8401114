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

/**
 * A request that a client sent to {@link Front}.
 *
 * @param target the path of bucket and object, and the query, as sent
 * @param range the header of that name, or an empty string
 * @param status of the answer that the client got; 0 if the connection ended first, or did not end
 * @param bytes length of the body of the answer
 */
public record Call(RequestKind kind, String target, String range, int status, long bytes) {

    @Override
    public String toString() {
        return kind + " " + target + " " + range + " " + status + ", " + bytes + " bytes";
    }
}
