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

import java.io.Serial;
import org.apache.spark.sql.connector.read.InputPartition;

/**
 * The input of one task: splits to read one after another.
 *
 * @param splits their serialized forms
 * @param skipped number of rows to skip at the start of the first split
 */
record SparkInputPartition(byte[][] splits, long skipped) implements InputPartition {

    @Serial
    private static final long serialVersionUID = 1L;
}
