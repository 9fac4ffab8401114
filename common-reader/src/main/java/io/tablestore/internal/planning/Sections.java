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
package io.tablestore.internal.planning;

import io.tablestore.internal.metadata.KeyOrder;
import io.tablestore.internal.split.Section;
import io.tablestore.internal.split.SortedRun;
import io.tablestore.internal.split.SplitFile;
import io.tablestore.types.BinaryRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Divides the files of a bucket into sections and packs each section into the fewest sorted runs (format reference, 7.1). */
public final class Sections {

    private final KeyOrder order;

    /** @param order the order of the trimmed primary key */
    public Sections(KeyOrder order) {
        this.order = order;
    }

    /** The sections, in key order. */
    public List<Section> of(List<SplitFile> files) {
        List<SplitFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(Sections::minKey, order)
                .thenComparing(Sections::maxKey, order)
                .thenComparing(file -> file.file().name()));
        List<Section> sections = new ArrayList<>();
        List<SplitFile> open = new ArrayList<>();
        BinaryRow lastKey = BinaryRow.EMPTY;
        for (SplitFile file : sorted) {
            if (!open.isEmpty() && order.compare(minKey(file), lastKey) > 0) {
                sections.add(pack(open));
                open.clear();
            }
            if (open.isEmpty() || order.compare(maxKey(file), lastKey) > 0) {
                lastKey = maxKey(file);
            }
            open.add(file);
        }
        if (!open.isEmpty()) {
            sections.add(pack(open));
        }
        return sections;
    }

    private Section pack(List<SplitFile> sorted) {
        if (sorted.size() == 1) {
            return Section.of(sorted.get(0));
        }
        Comparator<List<SplitFile>> byLastKey = Comparator.comparing(run -> maxKey(run.get(run.size() - 1)), order);
        PriorityQueue<List<SplitFile>> runs = new PriorityQueue<>(byLastKey);
        for (SplitFile file : sorted) {
            List<SplitFile> first = runs.peek();
            if (first != null && order.compare(minKey(file), maxKey(first.get(first.size() - 1))) > 0) {
                runs.poll();
                first.add(file);
                runs.add(first);
            } else {
                runs.add(new ArrayList<>(List.of(file)));
            }
        }
        return new Section(runs.stream().map(SortedRun::new).toList());
    }

    private static BinaryRow minKey(SplitFile file) {
        return file.file().minKey();
    }

    private static BinaryRow maxKey(SplitFile file) {
        return file.file().maxKey();
    }
}
