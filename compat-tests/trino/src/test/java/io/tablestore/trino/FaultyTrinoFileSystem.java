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
package io.tablestore.trino;

import io.tablestore.compat.FaultyCalls;
import io.trino.filesystem.Location;
import io.trino.filesystem.TrinoFileSystem;
import io.trino.filesystem.TrinoInput;
import io.trino.filesystem.TrinoInputFile;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * A file system of Trino's whose reads, listings and looks are counted and fail. Only threads of the connector are
 * interrupted: Trino interrupts its own to end their tasks, which then close what is open.
 */
final class FaultyTrinoFileSystem {

    private static final Map<String, String> LOOKS = Map.of(
            "listFiles", FaultyCalls.LIST,
            "listDirectories", FaultyCalls.LIST,
            "directoryExists", FaultyCalls.LIST,
            "length", "status",
            "lastModified", "status",
            "exists", "status",
            "newInput", "open");

    private FaultyTrinoFileSystem() {}

    static TrinoFileSystem of(TrinoFileSystem real, FaultyCalls calls) {
        return wrapped(TrinoFileSystem.class, (proxy, method, arguments) -> {
            if (method.getName().equals("newInputFile")) {
                TrinoInputFile file = (TrinoInputFile) invoke(real, method, arguments);
                return file(file, calls);
            }
            Object first = arguments == null ? null : arguments[0];
            check(method, String.valueOf(first), calls);
            return invoke(real, method, arguments);
        });
    }

    private static TrinoInputFile file(TrinoInputFile real, FaultyCalls calls) {
        Location location = real.location();
        return wrapped(TrinoInputFile.class, (proxy, method, arguments) -> {
            check(method, location.toString(), calls);
            Object result = invoke(real, method, arguments);
            if (result instanceof TrinoInput input) {
                calls.opened();
                return input(input, location, calls);
            }
            return result;
        });
    }

    private static TrinoInput input(TrinoInput real, Location location, FaultyCalls calls) {
        boolean[] closed = {false};
        return wrapped(TrinoInput.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "close" -> {
                    if (!closed[0]) {
                        closed[0] = true;
                        invoke(real, method, arguments);
                        calls.closed();
                        if (isInterruptible(calls)) {
                            calls.check(FaultyCalls.CLOSE, location.toString());
                        }
                        return null;
                    }
                }
                case "readFully", "readTail" -> {
                    if (isInterruptible(calls) && calls.fails("read", location.toString())) {
                        if (arguments.length == 4) { // half of the bytes have come
                            real.readFully(
                                    (long) arguments[0],
                                    (byte[]) arguments[1],
                                    (int) arguments[2],
                                    (int) arguments[3] / 2);
                        }
                        throw calls.failure(location.toString());
                    }
                }
                default -> {}
            }
            return invoke(real, method, arguments);
        });
    }

    private static void check(Method method, String location, FaultyCalls calls) throws IOException {
        String call = LOOKS.get(method.getName());
        if (call != null && isInterruptible(calls)) {
            calls.check(call, location);
        }
    }

    private static boolean isInterruptible(FaultyCalls calls) {
        return calls.fault() != FaultyCalls.Fault.INTERRUPT
                || Thread.currentThread().getName().startsWith("tablestore-");
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    private static <T> T wrapped(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
