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
package io.tablestore.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option for the output: standard output, or a file that is replaced only once the output is complete. */
final class OutputOption {

    private static final int BUFFER_BYTES = 1 << 16;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description =
                    "Write to FILE instead of standard output (which is also -); FILE changes only when all of it is"
                            + " written.")
    private @Nullable String output;

    /** The output stream. Unless {@link #complete} was called, closing leaves FILE unchanged. */
    static final class Target extends FilterOutputStream {

        private final @Nullable Path file;
        private final @Nullable Path temporary;
        private final boolean owned;
        private boolean complete;
        private boolean closed;

        /** @param owned whether to close {@code out} too; standard output belongs to the process */
        private Target(OutputStream out, boolean owned, @Nullable Path file, @Nullable Path temporary) {
            super(new BufferedOutputStream(out, BUFFER_BYTES));
            this.owned = owned;
            this.file = file;
            this.temporary = temporary;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        void complete() {
            complete = true;
        }

        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                if (owned) {
                    out.close();
                } else {
                    out.flush();
                }
                if (file != null && temporary != null && complete) {
                    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
                }
            } finally {
                if (temporary != null) {
                    Files.deleteIfExists(temporary);
                }
            }
        }
    }

    Target open() throws IOException {
        if (output == null || output.equals("-")) {
            return new Target(new FileOutputStream(FileDescriptor.out), false, null, null);
        }
        if (output.isBlank()) {
            throw new IOException("--output is empty; name a file, or leave it out.");
        }
        Path file = Path.of(output);
        if (Files.isDirectory(file)) {
            throw new IOException("--output " + output + " is a directory; name a file in it.");
        }
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            return new Target(Files.newOutputStream(file), true, null, null); // a pipe or a device
        }
        Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        Path directory = real.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new IOException("--output " + output + ": There is no directory " + directory + ". Create it first.");
        }
        Path temporary = directory.resolve(
                "." + real.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        return new Target(Files.newOutputStream(temporary), true, real, temporary);
    }
}
