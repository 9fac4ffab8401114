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
package io.tablestore.writer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** The logging of these tests: keeps the lines of the project's own loggers. */
public final class CapturedLog implements SLF4JServiceProvider {

    private static final List<Line> LINES = new CopyOnWriteArrayList<>();

    private final IMarkerFactory markers = new BasicMarkerFactory();

    /** @param logger simple name of the class that logs */
    record Line(
            Level level,
            String logger,
            String message,
            @Nullable Throwable cause) {}

    /** The lines of a level since the last call of {@link #clear}, whoever wrote them. */
    static List<Line> lines(Level level) {
        return LINES.stream().filter(line -> line.level() == level).toList();
    }

    static List<String> messages(Level level) {
        List<String> messages = new ArrayList<>();
        lines(level).forEach(line -> messages.add(line.logger() + ": " + line.message()));
        return messages;
    }

    static void clear() {
        LINES.clear();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return OneLogger::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return new NOPMDCAdapter();
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {}

    private static final class OneLogger extends LegacyAbstractLogger {

        private static final long serialVersionUID = 1L;

        OneLogger(String name) {
            this.name = name;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return OneLogger.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            String message = MessageFormatter.basicArrayFormat(pattern, arguments);
            LINES.add(new Line(level, name.substring(name.lastIndexOf('.') + 1), message, cause));
        }

        private boolean isOurs() {
            return name.startsWith("io.tablestore.");
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return isOurs();
        }

        @Override
        public boolean isInfoEnabled() {
            return isOurs();
        }

        @Override
        public boolean isWarnEnabled() {
            return isOurs();
        }

        @Override
        public boolean isErrorEnabled() {
            return isOurs();
        }
    }
}
