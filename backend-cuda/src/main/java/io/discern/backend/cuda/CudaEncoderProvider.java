package io.discern.backend.cuda;

import io.discern.EncoderConfig;
import io.discern.VisionLanguageEncoder;
import io.discern.spi.Availability;
import io.discern.spi.EncoderProvider;

/**
 * Opens {@code cuda:DIR}: a folder with published weights (transformers', timm's or open_clip's layout), or
 * {@code cuda:hub/ORG/NAME[@REVISION]}, such a folder in Hugging Face's cache; computed by kernels of our own on {@code cuda:N}, with
 * nothing but the driver.
 *
 * <p>Options: {@code precision} is {@code fp16} (the default), {@code bf16} or {@code fp32}: what products multiply; sums, tokens between
 * layers and norms are float32 always. The others are those of {@code onnx:} but for what only a graph has. The encoders may be
 * called from several threads; one call at a time is on the device.
 */
public final class CudaEncoderProvider implements EncoderProvider {

    /** Creates the provider; nothing is loaded. */
    public CudaEncoderProvider() {}

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public String description() {
        return "kernels of our own; location: a folder with published weights, or hub/ORG/NAME[@REVISION]; cuda:N";
    }

    @Override
    public Availability availability() {
        return CudaRuntime.availability();
    }

    @Override
    public VisionLanguageEncoder open(EncoderConfig config) {
        return CudaModelEngine.open(config, CudaDevices::source);
    }

    @Override
    public boolean takesParts() {
        return true;
    }
}
