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
package io.tablestore.spark.table;

import io.tablestore.error.TableStoreException;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.execution.streaming.Sink;
import org.apache.spark.sql.execution.streaming.Source;
import org.apache.spark.sql.sources.StreamSinkProvider;
import org.apache.spark.sql.sources.StreamSourceProvider;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Map;
import scala.collection.immutable.Seq;

/**
 * Refuses streams from and to a path before they start. It implements the oldest streaming interfaces, which Spark
 * checks first.
 */
public interface RefusedStreams extends StreamSourceProvider, StreamSinkProvider {

    static TableStoreException noStreamingRead(String table) {
        return new TableStoreException("Table " + table
                + " cannot be read as a stream. Read it with spark.read, which returns one state of it.");
    }

    static TableStoreException noStreamingWrite(String table) {
        return new TableStoreException(
                "Table " + table + " cannot be written by Spark, nor as a stream. Write it with Flink.");
    }

    private static String path(Map<String, String> options) {
        Option<String> path = options.get(SparkReadOptions.PATH);
        return path.isEmpty() ? SparkSettings.PROVIDER : path.get();
    }

    @Override
    default Tuple2<String, StructType> sourceSchema(
            SQLContext context, Option<StructType> schema, String provider, Map<String, String> options) {
        throw noStreamingRead(path(options));
    }

    @Override
    default Source createSource(
            SQLContext context,
            String metadataPath,
            Option<StructType> schema,
            String provider,
            Map<String, String> options) {
        throw noStreamingRead(path(options));
    }

    @Override
    default Sink createSink(
            SQLContext context, Map<String, String> options, Seq<String> partitionColumns, OutputMode mode) {
        throw noStreamingWrite(path(options));
    }

    /** The same for Scala 2.12, which has another type of sequence here. */
    default Sink createSink(
            SQLContext context,
            Map<String, String> options,
            scala.collection.Seq<String> partitionColumns,
            OutputMode mode) {
        throw noStreamingWrite(path(options));
    }
}
