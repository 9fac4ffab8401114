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
package io.tablestore.writer.internal.file;

import io.tablestore.error.TableStoreException;
import io.tablestore.fs.Abortable;
import io.tablestore.fs.TableFileSystem;
import io.tablestore.fs.TablePath;
import io.tablestore.internal.fs.SideBySide;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Small files of one change: all of them become complete, or all are deleted. In an object store they are written side by side,
 * because one of them takes as long there as several at once.
 *
 * <p><b>Threads:</b> one at a time.
 */
public final class NewFiles {

    /** So that the files of a large change are not all in memory. */
    private static final long MOST_WAITING_BYTES = 32 << 20;

    private final TableFileSystem fileSystem;
    private final TablePath table;
    private final List<NewFile> waiting = new ArrayList<>();
    private final List<TablePath> begun = new ArrayList<>();
    private long waitingBytes;

    /** @param table the table's directory */
    public NewFiles(TableFileSystem fileSystem, TablePath table) {
        this.fileSystem = fileSystem;
        this.table = table;
    }

    /**
     * Adds a file, which may be written now or with the next ones.
     *
     * @param name relative to the table
     */
    public void add(String name, byte[] content) {
        waiting.add(new NewFile(new TablePath(table.location() + "/" + name), name, content));
        waitingBytes += content.length;
        if (waitingBytes >= MOST_WAITING_BYTES) {
            writeAll();
        }
    }

    /**
     * Writes the files that are not written yet, and returns when all of them are complete. After a failure no file is being
     * written any more.
     *
     * @throws TableStoreException if one cannot be written; it names the file
     */
    public void writeAll() {
        waiting.forEach(file -> begun.add(file.path));
        if (waiting.size() > 1 && fileSystem.isObjectStore(table)) {
            writeSideBySide();
        } else {
            waiting.forEach(file -> file.open(fileSystem).run());
        }
        waiting.clear();
        waitingBytes = 0;
    }

    private void writeSideBySide() {
        List<Output> outputs = new ArrayList<>();
        try {
            for (NewFile file : waiting) { // in this thread, because the user of another may differ
                outputs.add(file.open(fileSystem));
            }
        } catch (RuntimeException failed) {
            outputs.forEach(Output::giveUp);
            throw failed;
        }
        try {
            SideBySide.run(outputs);
        } catch (IOException interrupted) {
            throw new TableStoreException(
                    waiting.get(0).name + ": Writing this and " + (waiting.size() - 1)
                            + " other files was interrupted. Run the statement again.",
                    interrupted);
        }
    }

    /** Deletes the files that were written, also in part, because no snapshot will refer to them. */
    public void deleteAll() {
        UncommittedFile.deleteAll(fileSystem, begun);
    }

    private record NewFile(TablePath path, String name, byte[] content) {

        Output open(TableFileSystem fileSystem) {
            try {
                return new Output(this, fileSystem.write(path));
            } catch (IOException failed) {
                throw cannotWrite(failed);
            }
        }

        TableStoreException cannotWrite(IOException failed) {
            return new TableStoreException(
                    name + ": The file cannot be written: " + failed.getMessage()
                            + ". Check that this user may write there and that there is room, and try again.",
                    failed);
        }
    }

    /** The open output of a file. */
    private record Output(NewFile file, OutputStream out) implements SideBySide.Task {

        @Override
        public void run() {
            try {
                out.write(file.content);
                out.close();
            } catch (IOException failed) {
                giveUp();
                throw file.cannotWrite(failed);
            }
        }

        private void giveUp() {
            try {
                if (out instanceof Abortable upload) { // closing would publish it
                    upload.abort();
                }
                out.close();
            } catch (IOException alreadyFailed) {
                // A failure to close does not matter, because nothing will read the file.
            }
        }
    }
}
