package io.discern.tokenizers;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps ONNX Runtime off the network. From 1.29 on its natives send facts about the machine to their maker, on Linux too, whatever
 * the Java API is told; they do not where the environment has {@value #VARIABLE}. So that has to be there before they load, and
 * a Java process can only put it there by a native call.
 */
public final class OnnxRuntimeSilence {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";
    private static final Pattern VERSION = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})\\..*");
    private static final int LAST_SILENT_MINOR = 28;

    private OnnxRuntimeSilence() {}

    /**
     * Makes sure of it; to be called before any class of ONNX Runtime is touched.
     *
     * @return what was found and done, for {@code Doctor}
     * @throws IllegalStateException if it would send and cannot be kept from it; the message has the remedy
     */
    public static String require() {
        return require(version(), System.getenv(VARIABLE));
    }

    static String require(Optional<String> version, String variable) {
        if (version.filter(OnnxRuntimeSilence::isSilent).isPresent()) {
            return "no telemetry in it";
        }
        if (!"1".equals(variable)) {
            setVariable(version.orElse("of an unknown version"));
        }
        return "its telemetry is switched off (" + VARIABLE + "=1)";
    }

    static boolean isSilent(String version) {
        Matcher matcher = VERSION.matcher(version);
        return matcher.matches()
                && Integer.parseInt(matcher.group(1)) == 1
                && Integer.parseInt(matcher.group(2)) <= LAST_SILENT_MINOR;
    }

    /** As its jar says; nothing is loaded for it. */
    private static Optional<String> version() {
        try {
            Class<?> environment =
                    Class.forName("ai.onnxruntime.OrtEnvironment", false, OnnxRuntimeSilence.class.getClassLoader());
            return Optional.ofNullable(environment.getPackage().getImplementationVersion());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private static void setVariable(String version) {
        Throwable failure = null;
        try {
            DjlOffline.require();
            if (!Platform.isWindows()) {
                Function setenv = NativeLibrary.getProcess().getFunction("setenv");
                Function getenv = NativeLibrary.getProcess().getFunction("getenv");
                if (setenv.invokeInt(new Object[] {VARIABLE, "1", 1}) == 0
                        && "1".equals(getenv.invokeString(new Object[] {VARIABLE}, false))) {
                    return;
                }
            }
        } catch (LinkageError | RuntimeException e) {
            failure = e;
        }
        throw new IllegalStateException(
                "ONNX Runtime " + version
                        + " would send facts about this machine to its maker, and cannot be kept from it here; "
                        + "set the environment variable " + VARIABLE + "=1 before Java starts, or take 1.28.0",
                failure);
    }
}
