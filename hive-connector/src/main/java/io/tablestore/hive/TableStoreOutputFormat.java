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
package io.tablestore.hive;

import io.tablestore.hive.read.HiveRow;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapred.OutputFormat;
import org.apache.hadoop.mapred.RecordWriter;
import org.apache.hadoop.util.Progressable;

/** Refuses writes. It exists because Hive requires every table to name an output format. */
public class TableStoreOutputFormat implements OutputFormat<NullWritable, HiveRow> {

    @Override
    public RecordWriter<NullWritable, HiveRow> getRecordWriter(
            FileSystem ignored, JobConf job, String name, Progressable progress) throws IOException {
        throw new IOException(TableStoreStorageHandler.READ_ONLY);
    }

    @Override
    public void checkOutputSpecs(FileSystem ignored, JobConf job) throws IOException {
        throw new IOException(TableStoreStorageHandler.READ_ONLY);
    }
}
