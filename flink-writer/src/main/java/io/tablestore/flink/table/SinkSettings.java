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
package io.tablestore.flink.table;

import org.jspecify.annotations.Nullable;

/**
 * How a statement runs its sink.
 *
 * @param table its name, for messages and operator ids
 * @param parallelism number of writing tasks; null for the parallelism of the input
 * @param uidSuffix distinguishes the operators of two sinks of one table in one job; may be empty
 * @param checkpoints whether the session's configuration enables checkpoints
 */
public record SinkSettings(String table, @Nullable Integer parallelism, String uidSuffix, boolean checkpoints) {}
