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
package io.tablestore.compat.azure;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a token that lets its bearer use all blobs of the emulator: "Create an account SAS" in the reference of Azure Storage. */
final class AccountSignature {

    private static final String VERSION = "2021-12-02";
    private static final String RIGHTS = "rwdlac";
    private static final String EXPIRY = "2099-01-01T00:00:00Z";

    private AccountSignature() {}

    static String token() throws Exception {
        String toSign =
                String.join("\n", Azurite.ACCOUNT, RIGHTS, "b", "sco", "", EXPIRY, "", "https,http", VERSION, "", "");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(Azurite.KEY), "HmacSHA256"));
        String signature = Base64.getEncoder().encodeToString(mac.doFinal(toSign.getBytes(StandardCharsets.UTF_8)));
        return "sv=" + VERSION + "&ss=b&srt=sco&sp=" + RIGHTS + "&se=" + EXPIRY.replace(":", "%3A")
                + "&spr=https%2Chttp&sig=" + URLEncoder.encode(signature, StandardCharsets.UTF_8);
    }
}
