package dev.lemma.server;

import io.helidon.common.socket.SocketOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Options of connections whose reads end after a time. Helidon 4.5 takes a read timeout but sets it on no
/// accepted socket, so that a client which sends half a request would hold a connection for ever; and only
/// blocking sockets obey it (`useNio(false)`).
///
/// @param rest the other options
/// @param readTimeout how long a read may wait
record TimedSockets(SocketOptions rest, Duration readTimeout) implements SocketOptions {
    static TimedSockets of(Duration readTimeout) {
        return new TimedSockets(SocketOptions.builder().tcpNoDelay(true).build(), readTimeout);
    }

    @Override
    public void configureSocket(SocketChannel channel) {
        rest.configureSocket(channel);
        try {
            channel.socket().setSoTimeout(Math.toIntExact(readTimeout.toMillis()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<SocketOption<?>, Object> socketOptions() {
        return rest.socketOptions();
    }

    @Override
    public Duration connectTimeout() {
        return rest.connectTimeout();
    }

    @Override
    public Optional<Integer> socketReceiveBufferSize() {
        return rest.socketReceiveBufferSize();
    }

    @Override
    public Optional<Integer> socketSendBufferSize() {
        return rest.socketSendBufferSize();
    }

    @Override
    public boolean socketReuseAddress() {
        return rest.socketReuseAddress();
    }

    @Override
    public boolean socketKeepAlive() {
        return rest.socketKeepAlive();
    }

    @Override
    public boolean tcpNoDelay() {
        return rest.tcpNoDelay();
    }
}
