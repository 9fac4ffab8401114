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
package io.tablestore.internal.format.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A 128-bit digest of an object's identity; it does not protect against forgery. */
public record Digest(long high, long low) {

    public static Digest of(byte[] content) {
        return finish(newDigest(), content);
    }

    /**
     * The identity of a manifest entry's file: a DELETE removes the ADD with the same partition, bucket, level, name, side files,
     * embedded index and external path (format reference, 4.5).
     */
    public static Digest of(ManifestEntry entry) {
        DataFile file = entry.file();
        MessageDigest digest = newDigest();
        digest.update(entry.partition().serialize());
        byte[] index = file.embeddedIndex() == null ? new byte[0] : file.embeddedIndex();
        digest.update(ByteBuffer.allocate(12)
                .putInt(entry.bucket())
                .putInt(file.level())
                .putInt(file.embeddedIndex() == null ? -1 : index.length)
                .array());
        digest.update(index);
        for (String extraFile : file.extraFiles()) {
            digest.update((extraFile + '/').getBytes(StandardCharsets.UTF_8));
        }
        if (file.externalPath() != null) {
            digest.update(file.externalPath().getBytes(StandardCharsets.UTF_8));
        }
        return finish(digest, ('/' + file.name()).getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has MD5", missing);
        }
    }

    private static Digest finish(MessageDigest digest, byte[] last) {
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest(last));
        return new Digest(bytes.getLong(), bytes.getLong());
    }
}
