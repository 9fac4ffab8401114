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
package io.tablestore.bench;

import io.tablestore.testing.RemoteEngine;
import io.tablestore.testing.s3.EngineOnS3;
import java.nio.file.Path;

/**
 * An engine that answers the queries in a process of its own.
 *
 * @param version of the engine
 * @param reader whose connector it has
 */
record SqlContender(EngineOnS3 engine, String version, String reader, Dialect dialect) {

    /** Starts it; it is warm after some queries. */
    Running start(Path directory) throws Exception {
        return new Running(this, engine.start(directory));
    }

    /** The process. */
    record Running(SqlContender contender, RemoteEngine remote) implements QueryContender {

        @Override
        public String engine() {
            return contender.engine.name() + " " + contender.version;
        }

        @Override
        public String reader() {
            return contender.reader;
        }

        @Override
        public void define(String copy, String table) throws Exception {
            contender.engine.define(remote, copy, table);
        }

        @Override
        public String answer(String copy, String table) throws Exception {
            String query = contender.dialect.query(table, contender.engine.from(copy, table));
            return remote.rows(query).toString();
        }

        @Override
        public void close() {
            remote.close();
        }
    }
}
