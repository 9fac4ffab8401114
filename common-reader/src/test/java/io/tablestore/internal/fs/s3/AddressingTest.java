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
package io.tablestore.internal.fs.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tablestore.fs.TablePath;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AddressingTest {

    private static String uri(Addressing addressing, String location, String region) throws IOException {
        return addressing
                .uri(S3Request.of("GET", S3Path.of(new TablePath(location))), region)
                .toString();
    }

    @Test
    void awsHasAHostForEachBucket() throws IOException {
        Addressing aws = new Addressing("", false);
        assertThat(uri(aws, "s3://logs-1/a/b", "eu-west-1")).isEqualTo("https://logs-1.s3.eu-west-1.amazonaws.com/a/b");
        assertThat(uri(aws, "s3a://logs", "cn-north-1")).isEqualTo("https://logs.s3.cn-north-1.amazonaws.com.cn/");
    }

    @Test
    void bucketsThatCannotBeInAHostAreInThePath() throws IOException {
        Addressing aws = new Addressing("", false);
        assertThat(uri(aws, "s3://my.logs/a", "eu-west-1")).isEqualTo("https://s3.eu-west-1.amazonaws.com/my.logs/a");
        assertThat(uri(aws, "s3://My_Logs/a", "eu-west-1")).isEqualTo("https://s3.eu-west-1.amazonaws.com/My_Logs/a");
    }

    @Test
    void anEndpointIsKept() throws IOException {
        assertThat(uri(new Addressing("http://store:9000", true), "s3://b/a b/c+d=%", "x"))
                .isEqualTo("http://store:9000/b/a%20b/c%2Bd%3D%25");
        assertThat(uri(new Addressing("http://store:9000/s3", false), "s3://b/k", "x"))
                .isEqualTo("http://b.store:9000/s3/k");
    }

    @Test
    void locationsHaveABucketAndAKey() throws IOException {
        S3Path file = S3Path.of(new TablePath("s3://b/t/snapshot/snapshot-1"));
        assertThat(file.bucket()).isEqualTo("b");
        assertThat(file.key()).isEqualTo("t/snapshot/snapshot-1");
        assertThat(file.prefix()).isEqualTo("t/snapshot/snapshot-1/");
        assertThat(file.parent().toString()).isEqualTo("s3://b/t/snapshot");
        assertThat(S3Path.of(new TablePath("s3://b/k")).parent().prefix()).isEmpty();
        assertThat(S3Path.of(new TablePath("s3://b")).prefix()).isEmpty();
        assertThat(S3Path.of(new TablePath("s3://b/a?b#c\nd")).key()).isEqualTo("a?b#c\nd");
    }

    @Test
    void otherLocationsAreRefused() {
        for (String location : new String[] {"/local", "hdfs://b/k", "s3://", "s3:///k"}) {
            assertThatThrownBy(() -> S3Path.of(new TablePath(location)))
                    .isInstanceOf(IOException.class)
                    .hasMessageEndingWith(" is not a location in S3, which is written s3://bucket/directory");
        }
    }
}
