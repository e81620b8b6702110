package io.discern.backend.cuda;

import io.discern.BackendUnavailableException;
import io.discern.EncoderException;
import io.discern.spi.Availability;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The native library as this process has it: loaded once, on first need, with its failure kept; and what its devices are. */
final class CudaRuntime {
    private static final int OUT_OF_MEMORY = 2;
    private static final int DRIVER_TOO_OLD = 35;
    private static final int OLDEST_CAPABILITY = 80;

    private CudaRuntime() {}

    private static final class Holder {
        static final String FAILURE;

        static {
            String failure = null;
            try {
                CudaLibrary.load();
            } catch (Throwable broken) {
                failure = failure(broken);
            }
            FAILURE = failure;
        }
    }

    /** What it means that the library could not be loaded, with the remedy. */
    static String failure(Throwable broken) {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return broken instanceof UnsatisfiedLinkError
                        && String.valueOf(broken.getMessage()).startsWith("no ")
                ? "discern-backend-cuda was built without its kernels (no nvcc was found), or not for " + system
                        + "; build it where CUDA's compiler is, for example with -Dnvcc=/usr/local/cuda/bin/nvcc"
                : "the kernels' library could not be loaded on " + system + " (" + broken + ")";
    }

    /**
     * A device that can be used.
     *
     * @param index its number
     * @param name as the driver gives it
     * @param capability 90 is compute capability 9.0
     * @param multiprocessors how many
     * @param freeBytes of its memory, at the moment of asking
     * @param totalBytes of its memory
     */
    record DeviceFacts(int index, String name, int capability, int multiprocessors, long freeBytes, long totalBytes) {

        @Override
        public String toString() {
            return "cuda:" + index + " " + name + ", compute capability " + capability / 10 + "." + capability % 10
                    + ", " + multiprocessors + " multiprocessors, " + (freeBytes >> 20) + " of " + (totalBytes >> 20)
                    + " MiB free";
        }
    }

    /** Whether there is a device that can be used, and which; why not, otherwise. Never throws. */
    static Availability availability() {
        if (Holder.FAILURE != null) {
            return Availability.unavailable(Holder.FAILURE);
        }
        int[] count = new int[1];
        int status = CudaLibrary.discern_device_count(count);
        if (status != 0 || count[0] == 0) {
            return Availability.unavailable(noDevice(status));
        }
        List<DeviceFacts> found = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (int device = 0; device < count[0]; device++) {
            try {
                found.add(facts(device));
            } catch (EncoderException e) {
                broken.add(e.getMessage());
            }
        }
        int[] versions = versions();
        return availability(versions[0], versions[1], found, broken);
    }

    /** What devices there are and what cannot be used of them. */
    static Availability availability(int driver, int runtime, List<DeviceFacts> found, List<String> broken) {
        List<String> facts =
                new ArrayList<>(List.of("CUDA runtime " + version(runtime) + ", driver for " + version(driver)));
        List<String> reasons = new ArrayList<>();
        for (DeviceFacts device : found) {
            (device.capability() < OLDEST_CAPABILITY ? reasons : facts).add(device.toString());
        }
        reasons.addAll(broken);
        if (facts.size() == 1) {
            return Availability.unavailable(
                    "no device of compute capability 8.0 or later: " + String.join("; ", reasons));
        }
        reasons.forEach(reason -> facts.add("not usable, for want of compute capability 8.0 or an answer: " + reason));
        return new Availability(List.of(), facts);
    }

    private static String noDevice(int status) {
        int[] versions = versions();
        return noDevice(status, status == 0 ? "" : text(status), versions[0], versions[1]);
    }

    /**
     * Why there is no device, with the remedy.
     *
     * @param status of counting them
     * @param text of that status
     * @param driver the CUDA version that the driver is for, 0 where there is none
     * @param runtime the CUDA version of the kernels
     */
    static String noDevice(int status, String text, int driver, int runtime) {
        String what = status == 0 ? "the driver sees no device" : text;
        String remedy =
                "use a machine with an NVIDIA GPU of compute capability 8.0 or later and its driver (nvidia-smi lists it), "
                        + "and check CUDA_VISIBLE_DEVICES";
        if (driver == 0) {
            what = "no NVIDIA driver is installed";
        } else if (status == DRIVER_TOO_OLD) {
            what = "the driver is for CUDA " + version(driver) + ", the kernels need one for " + version(runtime);
            remedy = "install a newer driver; CUDA itself is not needed";
        }
        return "no GPU can be used here (" + what + "); " + remedy;
    }

    /** Of the driver, 0 where there is none, and of the runtime. */
    private static int[] versions() {
        int[] driver = new int[1];
        int[] runtime = new int[1];
        CudaLibrary.discern_versions(driver, runtime);
        return new int[] {driver[0], runtime[0]};
    }

    private static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    /** What a device is. */
    static DeviceFacts facts(int device) {
        byte[] name = new byte[256];
        int[] capability = new int[1];
        int[] multiprocessors = new int[1];
        long[] free = new long[1];
        long[] total = new long[1];
        check(
                "cuda:" + device,
                CudaLibrary.discern_device_facts(device, name, name.length, capability, multiprocessors, free, total));
        String text = new String(name, StandardCharsets.UTF_8);
        return new DeviceFacts(
                device, text.substring(0, text.indexOf(0)), capability[0], multiprocessors[0], free[0], total[0]);
    }

    /**
     * Checks that a device can be used.
     *
     * @throws BackendUnavailableException if not
     */
    static void requireDevice(int device) {
        String what = "cuda on device cuda:" + device;
        if (Holder.FAILURE != null) {
            throw new BackendUnavailableException(what, List.of(Holder.FAILURE));
        }
        int[] count = new int[1];
        int status = CudaLibrary.discern_device_count(count);
        if (status != 0 || count[0] == 0) {
            throw new BackendUnavailableException(what, List.of(noDevice(status)));
        }
        if (device >= count[0]) {
            throw new BackendUnavailableException(
                    what,
                    List.of("the driver sees " + count[0]
                            + " devices here; expected a number below that. Check CUDA_VISIBLE_DEVICES"));
        }
        requireCapability(what, facts(device));
    }

    /**
     * Checks that the kernels were compiled for a device.
     *
     * @throws BackendUnavailableException if not
     */
    static void requireCapability(String what, DeviceFacts facts) {
        if (facts.capability() < OLDEST_CAPABILITY) {
            throw new BackendUnavailableException(
                    what, List.of(facts + "; expected compute capability 8.0 or later (A100, H100 or newer)"));
        }
    }

    /**
     * Checks the status of opening a device.
     *
     * @throws BackendUnavailableException if it failed
     */
    static void checkOpen(int device, long bytes, int status) {
        if (status != 0) {
            String remedy = status == OUT_OF_MEMORY ? "; " + outOfMemory(facts(device), bytes) : "";
            throw new BackendUnavailableException("cuda on device cuda:" + device, List.of(text(status) + remedy));
        }
    }

    /**
     * Checks the status of taking more memory of a device that is open.
     *
     * @throws EncoderException if it failed
     */
    static void checkMemory(int device, String what, long bytes, int status) {
        check(
                "cuda:" + device + ", " + what
                        + (status == OUT_OF_MEMORY ? " (" + outOfMemory(facts(device), bytes) + ")" : ""),
                status);
    }

    /** What to do where a device has not the bytes that were asked for. */
    static String outOfMemory(DeviceFacts facts, long bytes) {
        return facts + ", and " + bytes + " bytes were asked for: end what else uses it, or ask for less";
    }

    /**
     * Checks a status.
     *
     * @throws EncoderException if it is not 0
     */
    static void check(String what, int status) {
        if (status != 0) {
            throw new EncoderException(what + ": " + text(status));
        }
    }

    private static String text(int status) {
        return CudaLibrary.discern_status_text(status) + ", status " + status;
    }
}
