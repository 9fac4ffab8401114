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
package io.tablestore.testing.s3;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request or an answer of HTTP 1.1, which passes through as it is: heads are signed, and bodies are checked by the client.
 *
 * @param head its lines, without their ends
 * @param body with the sizes of the chunks, if it is chunked
 */
record HttpMessage(List<String> head, byte[] body) {

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] NO_BODY = {};

    HttpMessage {
        head = List.copyOf(head);
    }

    /**
     * The next request of a connection, or null at its end. A client that asks whether it may send the body is told so at
     * once, and its question left out.
     */
    static @Nullable HttpMessage readRequest(InputStream in, OutputStream out) throws IOException {
        List<String> head = readHead(in);
        if (head == null) {
            return null;
        }
        if (!value(head, "expect").isEmpty()) {
            out.write(bytes(List.of("HTTP/1.1 100 Continue")));
            head.removeIf(line -> isField(line, "expect"));
        }
        return new HttpMessage(head, readBody(head, in));
    }

    /** @param method of the request */
    static HttpMessage readAnswer(InputStream in, String method) throws IOException {
        List<String> head = readHead(in);
        if (head == null) {
            throw new EOFException("the connection ended before the answer");
        }
        return new HttpMessage(head, method.equals("HEAD") ? NO_BODY : readBody(head, in));
    }

    /** An answer in the form of S3's errors. */
    static HttpMessage error(int status, String code, String method) {
        byte[] body = ("<?xml version=\"1.0\"?><Error><Code>" + code
                        + "</Code><Message>made by the test</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        boolean isHead = method.equals("HEAD");
        List<String> head = List.of(
                "HTTP/1.1 " + status + " " + code,
                "Content-Type: application/xml",
                "Content-Length: " + (isHead ? 0 : body.length));
        return new HttpMessage(head, isHead ? NO_BODY : body);
    }

    /** Of a request. */
    String method() {
        return start(0);
    }

    /** Of a request. */
    String target() {
        return start(1);
    }

    /** Of an answer. */
    int status() {
        return Integer.parseInt(start(1));
    }

    private String start(int word) {
        return head.get(0).split(" ", -1)[word];
    }

    /** The value of a header, or an empty string. */
    String value(String name) {
        return value(head, name);
    }

    /** The same without the header of a name. */
    HttpMessage without(String name) {
        return new HttpMessage(
                head.stream().filter(line -> !isField(line, name)).toList(), body);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes(head));
        out.write(body);
        out.flush();
    }

    /** Writes half of the body; of a message without a body, half of the head. */
    void writeHalfTo(OutputStream out) throws IOException {
        byte[] start = bytes(head);
        boolean hasBody = body.length > 0;
        out.write(start, 0, hasBody ? start.length : start.length / 2);
        out.write(body, 0, body.length / 2);
        out.flush();
    }

    private static byte[] bytes(List<String> head) {
        return (String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static @Nullable List<String> readHead(InputStream in) throws IOException {
        List<String> head = new ArrayList<>();
        for (String line = readLine(in); line != null; line = readLine(in)) {
            if (line.isEmpty()) {
                return head;
            }
            head.add(line);
        }
        return null;
    }

    /** The next line without its end, or null if the connection ended. */
    private static @Nullable String readLine(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
            }
            line.write(next);
        }
        return null;
    }

    private static byte[] readBody(List<String> head, InputStream in) throws IOException {
        if (value(head, "transfer-encoding").equalsIgnoreCase("chunked")) {
            return readChunks(in);
        }
        String length = value(head, "content-length");
        return length.isEmpty() ? NO_BODY : readExactly(in, Integer.parseInt(length));
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        int size;
        do {
            String line = readLine(in);
            if (line == null) {
                throw new EOFException("the connection ended between chunks");
            }
            size = Integer.parseInt(line.split(";", -1)[0].strip(), 16);
            chunks.write(line.getBytes(StandardCharsets.ISO_8859_1));
            chunks.write(LINE_END);
            chunks.write(readExactly(in, size + LINE_END.length));
        } while (size > 0);
        return chunks.toByteArray();
    }

    private static byte[] readExactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static String value(List<String> head, String name) {
        return head.stream()
                .filter(line -> isField(line, name))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static boolean isField(String line, String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
