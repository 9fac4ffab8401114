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
package io.tablestore.spark.statistics;

import io.tablestore.read.ReadMetrics;
import io.tablestore.scan.PlanMetrics;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomSumMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/** The metrics of a scan in Spark's SQL tab. Spark instantiates a metric by its class, so each metric has its own class. */
public final class SparkMetrics {

    private SparkMetrics() {}

    public static CustomMetric[] all() {
        return new CustomMetric[] {
            new RowsMerged(),
            new RowsDropped(),
            new RowsSkipped(),
            new RowsFiltered(),
            new RowsReturned(),
            new BytesRead(),
            new KeyPassMillis(),
            new DecodeMillis(),
            new PlanMillis(),
            new FilesPlanned(),
            new FilesByPartition(),
            new FilesByBucket(),
            new FilesByKey(),
            new FilesByValue(),
            new BytesSkipped()
        };
    }

    /** The metrics of a task so far. */
    public static CustomTaskMetric[] of(ReadMetrics read) {
        return new CustomTaskMetric[] {
            new Value("rowsMerged", read.rowsMerged()),
            new Value("rowsDropped", read.rowsDropped()),
            new Value("rowsSkipped", read.rowsSkipped()),
            new Value("rowsFiltered", read.rowsFiltered()),
            new Value("rowsReturned", read.rowsReturned()),
            new Value("bytesRead", read.bytesRead()),
            new Value("keyPassMillis", read.keyNanos() / 1_000_000),
            new Value("decodeMillis", read.decodeNanos() / 1_000_000)
        };
    }

    /** The metrics of planning, reported by the driver. */
    public static CustomTaskMetric[] of(PlanMetrics plan) {
        return new CustomTaskMetric[] {
            new Value("planMillis", plan.planNanos() / 1_000_000),
            new Value("filesPlanned", plan.files()),
            new Value("filesByPartition", plan.filesByPartition()),
            new Value("filesByBucket", plan.filesByBucket()),
            new Value("filesByKey", plan.filesByKey()),
            new Value("filesByValue", plan.filesByValue()),
            new Value("bytesSkipped", plan.bytesSkipped())
        };
    }

    private record Value(String name, long value) implements CustomTaskMetric {}

    /** A metric that is summed over tasks. */
    private abstract static class Sum extends CustomSumMetric {

        private final String name;
        private final String description;

        Sum(String name, String description) {
            this.name = name;
            this.description = description;
        }

        @Override
        public final String name() {
            return name;
        }

        @Override
        public final String description() {
            return description;
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class RowsMerged extends Sum {
        public RowsMerged() {
            super("rowsMerged", "stored rows that were merged");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class RowsDropped extends Sum {
        public RowsDropped() {
            super("rowsDropped", "older versions and retractions left out");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class RowsSkipped extends Sum {
        public RowsSkipped() {
            super("rowsSkipped", "rows skipped by statistics in files");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class RowsFiltered extends Sum {
        public RowsFiltered() {
            super("rowsFiltered", "rows that conditions dropped");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class RowsReturned extends Sum {
        public RowsReturned() {
            super("rowsReturned", "rows returned");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class BytesRead extends Sum {
        public BytesRead() {
            super("bytesRead", "bytes read of data files");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class KeyPassMillis extends Sum {
        public KeyPassMillis() {
            super("keyPassMillis", "ms in key passes");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class DecodeMillis extends Sum {
        public DecodeMillis() {
            super("decodeMillis", "ms in decoding and filtering");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class PlanMillis extends Sum {
        public PlanMillis() {
            super("planMillis", "ms in planning");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class FilesPlanned extends Sum {
        public FilesPlanned() {
            super("filesPlanned", "live files met in planning");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class FilesByPartition extends Sum {
        public FilesByPartition() {
            super("filesByPartition", "files skipped by partition");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class FilesByBucket extends Sum {
        public FilesByBucket() {
            super("filesByBucket", "files skipped by bucket");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class FilesByKey extends Sum {
        public FilesByKey() {
            super("filesByKey", "files skipped by statistics of keys");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class FilesByValue extends Sum {
        public FilesByValue() {
            super("filesByValue", "files skipped by statistics of other columns");
        }
    }

    /** See {@link SparkMetrics}. */
    public static final class BytesSkipped extends Sum {
        public BytesSkipped() {
            super("bytesSkipped", "bytes of files skipped");
        }
    }
}
