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
 * Files to compact together.
 *
 * @param files files of the newest runs, without a gap
 * @param guards files of older runs that are not compacted but may contain versions of the same keys
 * @param outputLevel level of the result
 * @param dropsRetracts whether retractions can be dropped, because no older version remains
 */
public record CompactionUnit(List<DataFile> files, List<DataFile> guards, int outputLevel, boolean dropsRetracts) {}
