/** The oracle and the engines. */
package io.tablestore.compat;
