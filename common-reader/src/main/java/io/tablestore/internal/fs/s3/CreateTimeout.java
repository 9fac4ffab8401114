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
package io.tablestore.internal.fs.s3;

import java.time.Duration;
import java.util.Map;

/** The setting {@code s3.create-timeout}, which counts for every client of S3. */
public final class CreateTimeout {

    public static final String KEY = S3Settings.CREATE_TIMEOUT.key();

    private CreateTimeout() {}

    /** @throws io.tablestore.error.TableStoreException if the value is not valid */
    public static Duration of(Map<String, String> settings) {
        return S3Settings.positive(settings, S3Settings.CREATE_TIMEOUT);
    }
}
