//! Connections that can be broken on purpose.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

const HEALTHY: u8 = 0;
const RESET: u8 = 1;
const CUT: u8 = 2;
const BROKEN: u8 = 3;

/// Who is at the other end, and what becomes of the next answer to them.
#[derive(Clone, Debug)]
pub(super) struct Peer {
    address: SocketAddr,
    fate: Arc<AtomicU8>,
}

impl Peer {
    /// Whether the client is on this machine.
    pub(super) fn is_loopback(&self) -> bool {
        self.address.ip().to_canonical().is_loopback()
    }

    /// The next answer is a TCP reset.
    pub(super) fn reset(&self) {
        self.fate.store(RESET, Ordering::Relaxed);
    }

    /// The next answer ends in the middle of its body.
    pub(super) fn cut(&self) {
        self.fate.store(CUT, Ordering::Relaxed);
    }
}

/// Accepts connections whose [`Peer`] decides over them.
#[derive(Debug)]
pub(super) struct FragileListener(pub(super) TcpListener);

/// A TCP connection with a fate.
#[derive(Debug)]
pub(super) struct FragileStream {
    stream: TcpStream,
    fate: Arc<AtomicU8>,
}

impl Listener for FragileListener {
    type Io = FragileStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (FragileStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Answers are small and each is waited for; the option only costs time where it can't be set.
        let _ = stream.set_nodelay(true);
        (FragileStream { stream, fate: Arc::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, FragileListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, FragileListener>) -> Self {
        Self { address: *stream.remote_addr(), fate: Arc::clone(&stream.io().fate) }
    }
}

impl AsyncRead for FragileStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for FragileStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.fate.load(Ordering::Relaxed) {
            HEALTHY => Pin::new(&mut self.stream).poll_write(cx, buf),
            CUT => {
                let written = Pin::new(&mut self.stream).poll_write(cx, half_the_body(buf));
                if written.is_ready() {
                    self.fate.store(BROKEN, Ordering::Relaxed);
                }
                written
            }
            RESET => {
                // Without lingering, closing sends a reset in place of a regular end.
                self.stream.set_zero_linger()?;
                Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
            }
            _ => Poll::Ready(Err(io::ErrorKind::BrokenPipe.into())),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// The headers and half of what follows them; at least one byte is left out.
fn half_the_body(answer: &[u8]) -> &[u8] {
    let headers = answer.windows(4).position(|it| it == b"\r\n\r\n").map_or(0, |at| at + 4);
    let half = headers + answer.len().saturating_sub(headers) / 2;
    answer.get(..half).unwrap_or(answer)
}

#[cfg(test)]
mod tests {
    use super::half_the_body;

    #[test]
    fn an_answer_is_cut_in_its_body() {
        assert_eq!(
            half_the_body(b"HTTP/1.1 200 OK\r\n\r\n{\"a\":1}"),
            b"HTTP/1.1 200 OK\r\n\r\n{\"a"
        );
    }
}
