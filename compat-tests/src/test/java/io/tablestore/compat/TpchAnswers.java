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
package io.tablestore.compat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Answers to {@link TpchQueries} at scale 0.1, as Trino gives them on the rows of its own {@code tpch} connector: a row is
 * a line, its values are divided by {@code |}. The test of Trino's connector proves that they are current.
 */
public final class TpchAnswers {

    /** The scale of the tables that the answers are of. */
    public static final double SCALE = 0.1;

    private TpchAnswers() {}

    /** @param number from 1 to 22 */
    public static List<String> to(int number) throws IOException {
        String name = String.format(Locale.ROOT, "/tpch/answers/q%02d.txt", number);
        try (InputStream in = TpchAnswers.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    /** A row as a line. */
    public static String line(List<?> row) {
        return row.stream()
                .map(value -> value instanceof BigDecimal decimal ? decimal.toPlainString() : Objects.toString(value))
                .collect(Collectors.joining("|"));
    }

    /**
     * Lines of an engine whose quotients and averages have other scales than Trino's, brought to those of the answer where
     * they differ by no more than one in the last place.
     */
    public static List<String> alike(List<String> lines, List<String> answer) {
        List<String> alike = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            alike.add(i < answer.size() ? alike(lines.get(i), answer.get(i)) : lines.get(i));
        }
        return alike;
    }

    private static String alike(String line, String answer) {
        String[] cells = line.split("\\|", -1);
        String[] wanted = answer.split("\\|", -1);
        for (int i = 0; i < Math.min(cells.length, wanted.length); i++) {
            if (isNumber(cells[i]) && isNumber(wanted[i]) && differsByScaleAlone(cells[i], wanted[i])) {
                cells[i] = wanted[i];
            }
        }
        return String.join("|", cells);
    }

    private static boolean isNumber(String text) {
        return text.matches("-?[0-9]+\\.[0-9]+");
    }

    private static boolean differsByScaleAlone(String left, String right) {
        BigDecimal a = new BigDecimal(left);
        BigDecimal b = new BigDecimal(right);
        if (a.scale() == b.scale()) {
            return false;
        }
        int scale = Math.min(a.scale(), b.scale());
        BigDecimal difference =
                a.setScale(scale, RoundingMode.HALF_UP).subtract(b.setScale(scale, RoundingMode.HALF_UP));
        return difference.abs().unscaledValue().longValueExact() <= 1;
    }
}
