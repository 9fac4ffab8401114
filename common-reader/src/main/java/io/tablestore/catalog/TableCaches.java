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
package io.tablestore.catalog;

/**
 * Caches of decoded manifests and merge results for a process that reads the same tables repeatedly, created by
 * {@link io.tablestore.TableStore#newCaches}. Files of a table never change, so entries never become stale. The least recently
 * used entries are evicted first.
 *
 * <p><b>Threads:</b> safe for concurrent use. One instance serves all tables of a process.
 */
public interface TableCaches {}
