package io.discern.internal.hub;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a response that may take as long as it likes, but not be silent for long: a read that waits too long for its next
 * bytes fails with {@link BrokenConnection}. Read by one thread.
 */
final class ImpatientBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
    private final String host;
    private final Duration silence;
    private final CompletableFuture<InputStream> opened = new CompletableFuture<>();
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private Flow.Subscription subscription;
    private Iterator<ByteBuffer> buffers = Collections.emptyIterator();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private Arrival end;

    /** Bytes; or the end, with what broke it if anything did. */
    private record Arrival(List<ByteBuffer> buffers, boolean last, Throwable failure) {}

    /**
     * A body.
     *
     * @param host who sends it, for messages
     * @param silence how long a read waits
     */
    ImpatientBody(String host, Duration silence) {
        this.host = host;
        this.silence = silence;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return opened;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        this.subscription = subscription;
        opened.complete(this);
    }

    @Override
    public void onNext(List<ByteBuffer> arrived) {
        arrivals.add(new Arrival(arrived, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        opened.completeExceptionally(failure);
        arrivals.add(new Arrival(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        arrivals.add(new Arrival(List.of(), true, null));
    }

    @Override
    public int read() throws IOException {
        return await() ? Byte.toUnsignedInt(current.get()) : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!await()) {
            return -1;
        }
        int count = Math.min(length, current.remaining());
        current.get(bytes, offset, count);
        return count;
    }

    /** Whether there is another byte. */
    private boolean await() throws IOException {
        while (!current.hasRemaining()) {
            if (buffers.hasNext()) {
                current = buffers.next();
            } else if (end == null) {
                take(next());
            } else if (end.failure() != null) {
                throw new BrokenConnection(host, end.failure());
            } else {
                return false;
            }
        }
        return true;
    }

    private void take(Arrival arrival) {
        buffers = arrival.buffers().iterator();
        end = arrival.last() ? arrival : null;
    }

    private Arrival next() throws IOException {
        // One piece at a time, so that a slow disk does not fill the memory.
        subscription.request(1);
        try {
            Arrival arrival = arrivals.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
            if (arrival == null) {
                throw BrokenConnection.silent(host, silence);
            }
            return arrival;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading from " + host);
        }
    }

    @Override
    public void close() {
        subscription.cancel();
    }
}
