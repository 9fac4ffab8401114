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
package io.tablestore.internal.fs.http;

import java.io.IOException;
import java.nio.file.AccessDeniedException;

/**
 * An answer that is not what was asked for, in the form that stores of several protocols share: XML with a code and a message.
 *
 * @param code the store's name of the error; empty if the answer has none
 * @param message of the store, or the beginning of another answer; one line without a full stop
 */
public record ErrorAnswer(int status, String code, String message) {

    private static final int LONGEST_TEXT = 200;

    public static ErrorAnswer of(Answer answer) {
        try {
            XmlElement error = XmlElement.parse(answer.body());
            if (error.name().equals("Error")) {
                return new ErrorAnswer(answer.status(), error.textOf("Code"), oneLine(error.textOf("Message")));
            }
        } catch (IOException notXml) {
            // Proxies and load balancers answer in other formats.
        }
        return new ErrorAnswer(answer.status(), "", oneLine(answer.text()));
    }

    private static String oneLine(String text) {
        String line = text.strip()
                .replaceFirst("(?s)\\s*RequestId:.*", "") // Azure adds lines with the request's number and time
                .replaceAll("\\s+", " ")
                .replaceFirst("\\.$", "");
        return line.length() > LONGEST_TEXT ? line.substring(0, LONGEST_TEXT) + "…" : line;
    }

    /**
     * The exception for one line: path, status, the store's words and a remedy, without a full stop.
     *
     * @param path as users write it
     * @param attempts how often the request was sent
     * @param remedy a sentence, or empty
     */
    public IOException exception(String path, int attempts, String remedy) {
        String said = status
                + (code.isEmpty() ? "" : " " + code)
                + (message.isEmpty() ? "" : ": " + message)
                + (attempts > 1 ? ", after " + attempts + " attempts" : "");
        String text = remedy.isEmpty() ? said : said + ". " + remedy;
        return status == 401 || status == 403
                ? new AccessDeniedException(path, null, text)
                : new IOException(path + ": The store answers " + text);
    }
}
