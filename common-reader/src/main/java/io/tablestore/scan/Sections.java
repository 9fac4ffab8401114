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
package io.tablestore.scan;

import io.tablestore.format.BinaryRow;
import io.tablestore.format.DataFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Cuts the files of a bucket into sections and packs each into the fewest sorted runs (format reference, 7.1). */
final class Sections {

    private final KeyOrder order;

    Sections(KeyOrder order) {
        this.order = order;
    }

    List<Section> of(List<DataFile> files) {
        List<DataFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(DataFile::minKey, order)
                .thenComparing(DataFile::maxKey, order)
                .thenComparing(DataFile::name));
        List<Section> sections = new ArrayList<>();
        List<DataFile> open = new ArrayList<>();
        BinaryRow lastKey = BinaryRow.EMPTY;
        for (DataFile file : sorted) {
            if (!open.isEmpty() && order.compare(file.minKey(), lastKey) > 0) {
                sections.add(pack(open));
                open.clear();
            }
            if (open.isEmpty() || order.compare(file.maxKey(), lastKey) > 0) {
                lastKey = file.maxKey();
            }
            open.add(file);
        }
        if (!open.isEmpty()) {
            sections.add(pack(open));
        }
        return sections;
    }

    private Section pack(List<DataFile> sorted) {
        Comparator<List<DataFile>> byLastKey =
                Comparator.comparing(run -> run.get(run.size() - 1).maxKey(), order);
        PriorityQueue<List<DataFile>> runs = new PriorityQueue<>(byLastKey);
        for (DataFile file : sorted) {
            List<DataFile> first = runs.peek();
            if (first != null
                    && order.compare(file.minKey(), first.get(first.size() - 1).maxKey()) > 0) {
                runs.poll();
                first.add(file);
                runs.add(first);
            } else {
                runs.add(new ArrayList<>(List.of(file)));
            }
        }
        return new Section(runs.stream()
                .map(run -> new SortedRun(run.stream().map(SplitFile::whole).toList()))
                .toList());
    }
}
