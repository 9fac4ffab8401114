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
package io.tablestore.predicate;

import java.util.HexFormat;
import java.util.List;

/** Formats predicates and literals for messages and plans. */
public final class Text {

    private Text() {}

    public static String of(Object literal) {
        if (literal instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        boolean bare = literal instanceof Number || literal instanceof Boolean;
        return bare ? literal.toString() : "'" + literal.toString().replace("'", "''") + "'";
    }

    static String joined(List<Predicate> children, String operator) {
        return "("
                + String.join(operator, children.stream().map(Object::toString).toList()) + ")";
    }
}
