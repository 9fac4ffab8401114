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
package io.tablestore.compat.hdfs;

import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** An HDFS of a name node and a data node, until the input ends. Its user may act for any other. */
public final class HdfsProcess {

    private HdfsProcess() {}

    /** @param arguments a directory; the URI is printed */
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, arguments[0]);
        String user = System.getProperty("user.name");
        configuration.set("hadoop.proxyuser." + user + ".hosts", "*");
        configuration.set("hadoop.proxyuser." + user + ".groups", "*");
        try (MiniDFSCluster hdfs =
                new MiniDFSCluster.Builder(configuration).numDataNodes(1).build()) {
            hdfs.waitActive();
            System.out.println("hdfs://127.0.0.1:" + hdfs.getNameNodePort());
            System.in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
