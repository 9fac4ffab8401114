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
package io.tablestore.options;

import java.util.List;

/** Options for data files and their statistics. */
public final class FormatOptions {

    public static final Option<String> FILE_FORMAT = Option.text(
                    "file.format", "parquet", "Format of new data files; readers use the extension of the file's name.")
            .limitedTo(OptionRange.FORMATS);

    public static final Option<String> FILE_FORMAT_PER_LEVEL = Option.text(
                    "file.format.per.level", "", "Formats of levels that differ, such as 0:avro,5:parquet.")
            .limitedTo(OptionRange.perLevel(OptionRange.FORMATS));

    public static final Option<String> FILE_COMPRESSION = Option.text(
                    "file.compression", "zstd", "Compression of new data files.")
            .limitedTo(OptionRange.COMPRESSIONS);

    public static final Option<String> FILE_COMPRESSION_PER_LEVEL = Option.text(
                    "file.compression.per.level", "", "Compressions of levels that differ, such as 0:none.")
            .limitedTo(OptionRange.perLevel(OptionRange.COMPRESSIONS));

    public static final Option<Integer> ZSTD_LEVEL = Option.number(
                    "file.compression.zstd-level", 1, "Level of zstd compression.")
            .between(-7, 22);

    public static final Option<Boolean> COMPRESSION_IN_NAME = Option.offByDefault(
            "file.suffix.include.compression", "Whether names of data files contain their compression.");

    public static final Option<String> DATA_FILE_PREFIX =
            Option.text("data-file.prefix", "data-", "Start of the names of new data files.");

    public static final Option<Boolean> THIN_MODE = Option.offByDefault(
            "data-file.thin-mode", "Whether key columns are stored only once, without additional _KEY_ columns.");

    public static final Option<Long> TARGET_FILE_SIZE = Option.bytes(
                    "target-file-size",
                    0,
                    "Size at which a new data file is started; if not set, 128 MB, or 256 MB without a primary key.")
            .atLeast(1);

    public static final Option<Long> FILE_BLOCK_SIZE =
            Option.bytes("file.block-size", 128L << 20, "Bytes of a row group of new Parquet files.");

    public static final Option<Long> PARQUET_BLOCK_SIZE = Option.longNumber(
                    "parquet.block.size", 0, "Bytes of a row group of new Parquet files; file.block-size if not set.")
            .atLeast(1);

    public static final Option<Long> PARQUET_PAGE_SIZE = Option.longNumber(
                    "parquet.page.size", 1 << 20, "Bytes of a page of new Parquet files.")
            .atLeast(1);

    public static final Option<Boolean> PARQUET_DICTIONARY = Option.onByDefault(
            "parquet.enable.dictionary", "Whether columns with few distinct values are dictionary-encoded.");

    public static final Option<Long> PARQUET_DICTIONARY_PAGE_SIZE = Option.longNumber(
                    "parquet.dictionary.page.size",
                    1 << 20,
                    "Maximum bytes of a dictionary in new Parquet files; columns that need more have none.")
            .atLeast(1);

    public static final Option<Boolean> ORC_LEGACY_INSTANTS = Option.onByDefault(
            "orc.timestamp-ltz.legacy.type",
            "Whether ORC files hold TIMESTAMP WITH LOCAL TIME ZONE shifted by the zone of the writer.");

    public static final Option<String> ORC_LEGACY_ZONE = Option.zone(
            "orc.timestamp-ltz.legacy.zone",
            "Time zone of the machines that wrote such ORC files, if the files do not contain it; by default the zone of this machine.");

    public static final Option<String> STATS_MODE = Option.text(
                    "metadata.stats-mode",
                    "truncate(16)",
                    "Statistics of new files: none, counts, truncate(<length>), full.")
            .limitedTo(OptionRange.STATISTICS);

    public static final Option<String> STATS_MODE_PER_LEVEL = Option.text(
                    "metadata.stats-mode.per.level", "", "Statistics of levels that differ, such as 0:none.")
            .limitedTo(OptionRange.perLevel(OptionRange.STATISTICS));

    public static final Option<Boolean> STATS_DENSE_STORE = Option.onByDefault(
            "metadata.stats-dense-store", "Whether columns without statistics are left out of manifests.");

    public static final Option<Integer> STATS_FIRST_COLUMNS =
            Option.number("metadata.stats-keep-first-n-columns", -1, "Number of columns with statistics; -1 is all.");

    static final List<KnownOption> ALL = OptionGroup.honoured(
                    "File formats",
                    "Read and written as Apache Paimon does; it does not know `orc.timestamp-ltz.legacy.zone`.")
            .of(
                    FILE_FORMAT,
                    FILE_FORMAT_PER_LEVEL,
                    FILE_COMPRESSION,
                    FILE_COMPRESSION_PER_LEVEL,
                    ZSTD_LEVEL,
                    COMPRESSION_IN_NAME,
                    DATA_FILE_PREFIX,
                    THIN_MODE,
                    TARGET_FILE_SIZE,
                    FILE_BLOCK_SIZE,
                    PARQUET_BLOCK_SIZE,
                    PARQUET_PAGE_SIZE,
                    PARQUET_DICTIONARY,
                    PARQUET_DICTIONARY_PAGE_SIZE,
                    ORC_LEGACY_INSTANTS,
                    ORC_LEGACY_ZONE,
                    STATS_MODE,
                    STATS_MODE_PER_LEVEL,
                    STATS_DENSE_STORE,
                    STATS_FIRST_COLUMNS);

    private FormatOptions() {}
}
