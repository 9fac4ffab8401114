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
package io.tablestore.writer.internal.compaction;

import io.tablestore.internal.format.manifest.DataFile;
import java.util.List;

/**
 * The result of a compaction.
 *
 * @param before files that were replaced
 * @param after files that replace them; a file that only moved to another level is in both lists
 */
public record CompactionResult(List<DataFile> before, List<DataFile> after) {}
