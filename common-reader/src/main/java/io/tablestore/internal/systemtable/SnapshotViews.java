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
package io.tablestore.internal.systemtable;

import io.tablestore.catalog.SystemTable;
import io.tablestore.internal.format.AnalyzedStatistics;
import io.tablestore.internal.format.Snapshot;
import io.tablestore.internal.format.TagDetails;
import io.tablestore.internal.metadata.TableFiles;
import io.tablestore.types.TimestampValue;

/** The system tables that list snapshots and names of snapshots. */
final class SnapshotViews {

    private SnapshotViews() {}

    static SystemTable snapshots(TableFiles files) {
        ViewRows rows = new ViewRows(
                "snapshot_id BIGINT NOT NULL",
                "schema_id BIGINT NOT NULL",
                "commit_user STRING NOT NULL",
                "commit_identifier BIGINT NOT NULL",
                "commit_kind STRING NOT NULL",
                "commit_time INSTANT NOT NULL",
                "base_manifest_list STRING NOT NULL",
                "delta_manifest_list STRING NOT NULL",
                "changelog_manifest_list STRING",
                "total_record_count BIGINT",
                "delta_record_count BIGINT",
                "changelog_record_count BIGINT",
                "watermark BIGINT",
                "next_row_id BIGINT");
        for (long id : files.snapshots().ids().keySet()) {
            Snapshot snapshot = files.snapshots().find(id);
            if (snapshot == null) {
                continue; // expired since it was listed
            }
            rows.add(
                    snapshot.id(),
                    snapshot.schemaId(),
                    snapshot.commitUser(),
                    snapshot.commitIdentifier(),
                    snapshot.commitKind(),
                    new TimestampValue(snapshot.timeMillis(), 0),
                    snapshot.baseManifestList(),
                    snapshot.deltaManifestList(),
                    snapshot.changelogManifestList(),
                    snapshot.totalRecordCount(),
                    snapshot.deltaRecordCount(),
                    snapshot.changelogRecordCount(),
                    snapshot.watermark(),
                    snapshot.nextRowId());
        }
        return rows.finish();
    }

    /** The last six columns predate Paimon's columns in this table; they will be removed in the next release. */
    static SystemTable tags(TableFiles files) {
        ViewRows rows = new ViewRows(
                "tag_name STRING NOT NULL",
                "snapshot_id BIGINT NOT NULL",
                "schema_id BIGINT NOT NULL",
                "commit_time INSTANT NOT NULL",
                "record_count BIGINT",
                "create_time WALL_CLOCK",
                "time_retained STRING",
                "commit_kind STRING NOT NULL",
                "commit_user STRING NOT NULL",
                "commit_identifier BIGINT NOT NULL",
                "total_record_count BIGINT",
                "delta_record_count BIGINT",
                "watermark BIGINT");
        for (String tag : files.tags().names().keySet()) {
            Snapshot snapshot = files.tags().get(tag);
            TagDetails details = files.tags().details(tag);
            rows.add(
                    tag,
                    snapshot.id(),
                    snapshot.schemaId(),
                    new TimestampValue(snapshot.timeMillis(), 0),
                    snapshot.totalRecordCount(),
                    details.createTime() == null
                            ? null
                            : ViewRows.time(
                                    TimestampValue.of(details.createTime()).epochMillis()),
                    details.timeRetained() == null
                            ? null
                            : details.timeRetained().toString(),
                    snapshot.commitKind(),
                    snapshot.commitUser(),
                    snapshot.commitIdentifier(),
                    snapshot.totalRecordCount(),
                    snapshot.deltaRecordCount(),
                    snapshot.watermark());
        }
        return rows.finish();
    }

    /** Paimon does not have the last two columns. */
    static SystemTable branches(TableFiles files) {
        ViewRows rows = new ViewRows(
                "branch_name STRING NOT NULL",
                "create_time INSTANT",
                "latest_snapshot_id BIGINT",
                "schema_id BIGINT NOT NULL");
        for (String name : files.branchNames()) {
            TableFiles branch = files.branch(name);
            Snapshot latest = branch.snapshots().latest();
            rows.add(
                    name,
                    ViewRows.time(branch.schemas().firstMillis()),
                    latest == null ? null : latest.id(),
                    branch.schemas().latest().id());
        }
        return rows.finish();
    }

    static SystemTable consumers(TableFiles files) {
        ViewRows rows = new ViewRows("consumer_id STRING NOT NULL", "next_snapshot_id BIGINT NOT NULL");
        files.snapshots().consumers().forEach(rows::add);
        return rows.finish();
    }

    /** The result of an ANALYZE, if the newest snapshot refers to one. */
    static SystemTable statistics(TableFiles files) {
        ViewRows rows = new ViewRows(
                "snapshot_id BIGINT NOT NULL",
                "schema_id BIGINT NOT NULL",
                "mergedRecordCount BIGINT",
                "mergedRecordSize BIGINT",
                "colstat STRING");
        Snapshot latest = files.snapshots().latest();
        AnalyzedStatistics found = latest == null ? null : files.contents().analyzed(latest);
        if (found != null) {
            rows.add(
                    found.snapshotId(),
                    found.schemaId(),
                    found.mergedRecordCount(),
                    found.mergedRecordSize(),
                    found.columns());
        }
        return rows.finish();
    }
}
