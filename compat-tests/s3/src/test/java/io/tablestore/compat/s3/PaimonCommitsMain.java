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
package io.tablestore.compat.s3;

import io.tablestore.testing.PaimonWarehouse;
import java.util.List;
import java.util.Map;
import org.apache.paimon.catalog.Identifier;
import org.apache.paimon.data.GenericRow;
import org.apache.paimon.table.Table;

/** A process that commits with Apache Paimon's library: {@code <port> <commits> <first number> <access key> <secret key>}. It prints each that succeeds. */
final class PaimonCommitsMain {

    static final String WAREHOUSE = "s3a://paimon/warehouse";
    static final Identifier TABLE = Identifier.create("db", "t");

    private PaimonCommitsMain() {}

    /** Through Hadoop's S3A. */
    static PaimonWarehouse warehouse(int port, String accessKey, String secretKey) {
        return new PaimonWarehouse(
                WAREHOUSE,
                Map.of(
                        "hadoop.fs.s3a.endpoint",
                        "http://127.0.0.1:" + port,
                        "hadoop.fs.s3a.endpoint.region",
                        "us-east-1",
                        "hadoop.fs.s3a.path.style.access",
                        "true",
                        "hadoop.fs.s3a.access.key",
                        accessKey,
                        "hadoop.fs.s3a.secret.key",
                        secretKey));
    }

    public static void main(String[] arguments) throws Exception {
        int commits = Integer.parseInt(arguments[1]);
        int first = Integer.parseInt(arguments[2]);
        try (PaimonWarehouse warehouse = warehouse(Integer.parseInt(arguments[0]), arguments[3], arguments[4])) {
            Table table = warehouse.table(TABLE);
            for (int number = first; number < first + commits; number++) {
                try {
                    PaimonWarehouse.write(table, List.of(GenericRow.of(number)));
                    System.out.println("committed " + number);
                } catch (Exception failed) {
                    System.out.println("failed " + number + ": " + failed);
                }
            }
        }
    }
}
