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
package io.tablestore.spark.read;

import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A split of a scan, with what is needed to assign it to a task.
 *
 * @param bytes its serialized form
 * @param weight bytes of its files plus the cost of opening them, in bytes
 * @param skipped number of rows to skip at its start
 * @param key its values of the partitioning that the scan reports
 */
record PlannedSplit(byte[] bytes, long weight, long skipped, InternalRow key) {}
