/** Benchmarks beside the peers. Start with {@link io.tablestore.bench.CoreBench}. */
package io.tablestore.bench;
