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
package io.tablestore.internal.file.orc;

import java.io.IOException;
import java.util.TimeZone;
import org.apache.orc.OrcProto;
import org.apache.orc.OrcProto.Stream.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a stripe share.
 *
 * @param instantZone the zone by which instants were shifted if the file does not record it, or null if they were not
 */
record OrcContext(
        String file,
        OrcTail tail,
        OrcStripe stripe,
        @Nullable TimeZone instantZone) {

    /** A stream of integers in the version of the column's encoding. */
    IntegerRuns integers(int column, Kind kind, IntegerRuns.Sign sign) throws IOException {
        IntegerRuns.Version version = switch (encoding(column)) {
            case DIRECT, DICTIONARY -> IntegerRuns.Version.V1;
            case DIRECT_V2, DICTIONARY_V2 -> IntegerRuns.Version.V2;
        };
        return new IntegerRuns(stripe.stream(column, kind), sign, version);
    }

    private OrcProto.ColumnEncoding.Kind encoding(int column) throws IOException {
        OrcProto.ColumnEncoding encoding = stripe.encoding(column);
        NewerOrc.checkEncoding(file, "number " + column, encoding);
        return encoding.getKind();
    }

    boolean hasDictionary(int column) throws IOException {
        OrcProto.ColumnEncoding.Kind encoding = encoding(column);
        return encoding == OrcProto.ColumnEncoding.Kind.DICTIONARY
                || encoding == OrcProto.ColumnEncoding.Kind.DICTIONARY_V2;
    }
}
