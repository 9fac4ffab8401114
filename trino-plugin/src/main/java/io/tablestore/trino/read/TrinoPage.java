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
package io.tablestore.trino.read;

import io.tablestore.error.TableStoreException;
import io.tablestore.read.ArrowBatch;
import io.tablestore.trino.types.TrinoErrors;
import io.trino.spi.Page;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.connector.SourcePage;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A batch of the reader as a Trino page. A column is decoded when Trino first asks for its block, for the positions
 * selected by then.
 */
final class TrinoPage implements SourcePage {

    private static final int INSTANCE_BYTES = 128;

    private final ArrowBatch batch;
    private final TrinoPageColumns columns;
    private final TrinoMemory memory;
    private final @Nullable Block[] blocks;

    /** Rows of the batch that the page contains; null for all. */
    private int @Nullable [] rows;

    private int positionCount;

    /** @param memory that holds the batch */
    TrinoPage(ArrowBatch batch, TrinoPageColumns columns, TrinoMemory memory) {
        this.batch = batch;
        this.columns = columns;
        this.memory = memory;
        this.blocks = new Block[columns.count()];
        this.rows = batch.selection().positions();
        this.positionCount = batch.selection().count();
    }

    @Override
    public int getPositionCount() {
        return positionCount;
    }

    @Override
    public long getSizeInBytes() {
        long size = 0;
        for (Block block : blocks) {
            size += block == null ? 0 : block.getSizeInBytes();
        }
        return size;
    }

    /** Includes memory of columns that are not decoded yet. */
    @Override
    public long getRetainedSizeInBytes() {
        long size = memory.allocator().getAllocatedMemory() + INSTANCE_BYTES + (rows == null ? 0 : 4L * rows.length);
        for (Block block : blocks) {
            size += block == null ? 0 : block.getRetainedSizeInBytes();
        }
        return size;
    }

    @Override
    public void retainedBytesForEachPart(ObjLongConsumer<Object> consumer) {
        consumer.accept(this, INSTANCE_BYTES);
        for (Block block : blocks) {
            if (block != null) {
                block.retainedBytesForEachPart(consumer);
            }
        }
    }

    @Override
    public int getChannelCount() {
        return blocks.length;
    }

    @Override
    public Block getBlock(int channel) {
        Block known = blocks[channel];
        if (known != null) {
            return known;
        }
        try {
            Block block = columns.load(channel, batch, rows, positionCount);
            blocks[channel] = block;
            memory.report();
            return block;
        } catch (TableStoreException failed) {
            throw TrinoErrors.translated(failed);
        } catch (IllegalStateException stale) {
            throw new TrinoException(StandardErrorCode.GENERIC_INTERNAL_ERROR, stale.getMessage(), stale);
        }
    }

    @Override
    public Page getPage() {
        Block[] all = new Block[blocks.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = getBlock(i);
        }
        return new Page(positionCount, all);
    }

    @Override
    public void selectPositions(int[] positions, int offset, int size) {
        int[] kept = new int[size];
        for (int i = 0; i < size; i++) {
            kept[i] = rows == null ? positions[offset + i] : rows[positions[offset + i]];
        }
        for (int i = 0; i < blocks.length; i++) {
            Block block = blocks[i];
            blocks[i] = block == null ? null : block.getPositions(positions, offset, size);
        }
        rows = kept;
        positionCount = size;
        batch.select(kept, size);
    }
}
