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
package io.tablestore.fs.create;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tablestore.fs.TablePath;
import io.tablestore.fs.create.Attempt.Outcome;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Files in memory, whose store does what a test says and then obeys the condition. */
final class ScriptedStore implements ConditionalStore {

    /** What becomes of a request. */
    enum Event {
        /** The store does not see it; the client is told a reason. */
        NOT_SEEN,
        /** The store carries it out, and the answer is lost. */
        LOST,
        /** The client gives up; the store sees it at {@link #deliverLate}. */
        LATE,
        REFUSED,
        UNSUPPORTED,
        /** The store does not decide: another request is under way. */
        CONFLICT,
        /** The store carries it out whatever is there. */
        IGNORED_CONDITION,
        /** Another client creates the file before it. */
        RACE,
        /** As {@link #RACE}, and the other client's file is deleted before it can be read. */
        RACE_AND_DELETE,
        /** The thread is interrupted while it waits for the answer. */
        INTERRUPT
    }

    static final byte[] THEIRS = "theirs".getBytes(UTF_8);

    final Map<String, byte[]> files = new TreeMap<>();
    final List<String> requests = new ArrayList<>();
    private final Deque<Event> script = new ArrayDeque<>();
    private final List<Runnable> late = new ArrayList<>();
    private final String bucket;
    private @Nullable Event forever;
    private @Nullable IOException readFailure;
    private boolean isDeletedAtRead;

    ScriptedStore(String bucket) {
        this.bucket = bucket;
    }

    /** What happens to the next requests; those after them are carried out and answered. */
    ScriptedStore then(Event... events) {
        script.addAll(List.of(events));
        return this;
    }

    /** What happens to all requests after the script. */
    ScriptedStore otherwise(Event event) {
        forever = event;
        return this;
    }

    ScriptedStore readsFail(IOException failure) {
        readFailure = failure;
        return this;
    }

    void deliverLate() {
        late.forEach(Runnable::run);
        late.clear();
    }

    @Override
    public Attempt send(TablePath file, byte[] content, int number) {
        requests.add("PUT " + number);
        String name = file.location();
        Event event = script.isEmpty() ? forever : script.remove();
        if (event == null) {
            return put(name, content);
        }
        switch (event) {
            case NOT_SEEN, CONFLICT -> {
                return new Attempt(Outcome.UNDECIDED, new IOException(event + " " + number));
            }
            case LOST -> put(name, content);
            case LATE -> late.add(() -> put(name, content));
            case REFUSED -> {
                return new Attempt(Outcome.REFUSED, new IOException("REFUSED " + number));
            }
            case UNSUPPORTED -> {
                return new Attempt(Outcome.UNSUPPORTED, new IOException("UNSUPPORTED " + number));
            }
            case IGNORED_CONDITION -> {
                files.put(name, content);
                return Attempt.created();
            }
            case RACE, RACE_AND_DELETE -> {
                files.put(name, THEIRS);
                isDeletedAtRead = event == Event.RACE_AND_DELETE;
                return put(name, content);
            }
            case INTERRUPT -> Thread.currentThread().interrupt();
        }
        return new Attempt(Outcome.UNANSWERED, new IOException(event + " " + number));
    }

    private Attempt put(String name, byte[] content) {
        return files.putIfAbsent(name, content) == null ? Attempt.created() : Attempt.occupied();
    }

    @Override
    public byte[] read(TablePath file) throws IOException {
        requests.add("GET");
        if (readFailure != null) {
            throw readFailure;
        }
        if (isDeletedAtRead) {
            isDeletedAtRead = false;
            files.remove(file.location());
        }
        byte[] content = files.get(file.location());
        if (content == null) {
            throw new FileNotFoundException(file.location());
        }
        return content;
    }

    @Override
    public void delete(TablePath file) throws IOException {
        requests.add("DELETE");
        files.remove(file.location());
    }

    @Override
    public String bucket(TablePath file) {
        return bucket;
    }
}
