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

import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The logging of the command line: what went wrong and is tried again is one line on standard error. Everything else that is
 * logged is left out, and so is the log of other libraries.
 */
public final class Warnings implements SLF4JServiceProvider {

    private static final String OURS = "io.tablestore.";

    /** SLF4J's name of the property that chooses the logging. */
    private static final String PROVIDER = "slf4j.provider";

    private final IMarkerFactory markers = new BasicMarkerFactory();

    /** Makes this the logging of the process, unless the user has chosen another one. */
    static void install() {
        if (System.getProperty(PROVIDER) == null) {
            System.setProperty(PROVIDER, Warnings.class.getName());
            System.setProperty("slf4j.internal.verbosity", "WARN"); // else it says so on standard error
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Warnings::logger;
    }

    private static Logger logger(String name) {
        return name.startsWith(OURS) ? new WarningLogger(name) : NOPLogger.NOP_LOGGER;
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

    private static final class WarningLogger extends LegacyAbstractLogger {

        private static final long serialVersionUID = 1L;

        WarningLogger(String name) {
            this.name = name;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return WarningLogger.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] arguments,
                @Nullable Throwable cause) {
            System.err.println("tablestore: " + MessageFormatter.basicArrayFormat(pattern, arguments));
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
