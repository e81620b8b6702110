package io.discern.backend.cuda;

import java.util.ArrayList;
import java.util.List;

/** The kernels' host build as a device for towers. */
final class HostSource implements CudaTowers.Source {
    static final int STAGING_BYTES = 1 << 20;

    private final HostEngine.ThreadOrder order;
    private final long freeBytes;
    private final int capability;
    private final List<HostEngine> opened = new ArrayList<>();
    private long openedBytes;

    HostSource(HostEngine.ThreadOrder order, long freeBytes, int capability) {
        this.order = order;
        this.freeBytes = freeBytes;
        this.capability = capability;
    }

    @Override
    public long freeBytes() {
        return freeBytes;
    }

    @Override
    public Engine open(long bytes) {
        HostEngine engine = HostEngine.open(order, bytes, STAGING_BYTES);
        engine.limitCapability(capability);
        opened.add(engine);
        openedBytes = bytes;
        return engine;
    }

    @Override
    public String name() {
        return "host";
    }

    /** The memory of the engine that was opened last. */
    long openedBytes() {
        return openedBytes;
    }

    /** How many engines were opened and not closed. */
    long open() {
        return opened.stream().filter(HostEngine::isOpen).count();
    }

    /** Ends what is left. */
    void kill() {
        opened.forEach(HostEngine::kill);
    }
}
