//! What goes over streams: the pattern, echo, perf and reset, as either side.
use std::io::{self, ErrorKind};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use futures::{AsyncReadExt, AsyncWriteExt};
use libp2p::Stream;
use serde_json::{Value, json};

use crate::lines::{Answer, Failure, fail};

pub const ECHO: &str = "/granary/echo/1.0.0";
pub const RESET: &str = "/granary/reset/1.0.0";
pub const PERF: &str = "/perf/1.0.0";

const CHUNK: usize = 65_536;
/// A prime, so that no frame size divides it and a lost or doubled frame shows.
const PERIOD: usize = 251;
static PATTERN: LazyLock<Vec<u8>> = LazyLock::new(|| (0..CHUNK + PERIOD).map(|i| (i % PERIOD) as u8).collect());

pub static ECHOES: AtomicU64 = AtomicU64::new(0);
pub static RESETS: AtomicU64 = AtomicU64::new(0);
/// Streams of our own protocols that are being served.
pub static OPEN: AtomicU64 = AtomicU64::new(0);

async fn send_pattern(out: &mut (impl AsyncWriteExt + Unpin), total: u64) -> io::Result<()> {
    let mut sent = 0;
    while sent < total {
        let offset = (sent % PERIOD as u64) as usize;
        let length = CHUNK.min((total - sent) as usize);
        out.write_all(&PATTERN[offset..offset + length]).await?;
        sent += length as u64;
    }
    out.close().await
}

async fn compare_pattern(from: &mut (impl AsyncReadExt + Unpin), total: u64) -> Result<(), Failure> {
    let mut buffer = vec![0; CHUNK];
    let mut received = 0;
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            break;
        }
        let offset = (received % PERIOD as u64) as usize;
        if buffer[..length] != PATTERN[offset..offset + length] {
            let end = received + length as u64;
            return Err(fail("corrupt", format!("The echo differs between bytes {received} and {end}.")));
        }
        received += length as u64;
    }
    if received == total { Ok(()) } else { Err(fail("corrupt", format!("{received} of {total} bytes came back."))) }
}

pub async fn echo(stream: Stream, total: u64) -> Result<(), Failure> {
    let (mut from, mut to) = stream.split();
    let (sent, received) = futures::join!(send_pattern(&mut to, total), compare_pattern(&mut from, total));
    received?;
    Ok(sent?)
}

pub async fn perf(mut stream: Stream, upload: u64, download: u64) -> Answer {
    let start = Instant::now();
    stream.write_all(&download.to_be_bytes()).await?;
    send_pattern(&mut stream, upload).await?;
    let uploaded = Instant::now();
    let mut buffer = vec![0; CHUNK];
    let mut received = 0;
    loop {
        let length = stream.read(&mut buffer).await?;
        if length == 0 {
            break;
        }
        received += length as u64;
    }
    if received != download {
        return Err(fail("corrupt", format!("{received} of {download} bytes came.")));
    }
    Ok(json!({
        "uploadMicros": (uploaded - start).as_micros() as u64,
        "downloadMicros": uploaded.elapsed().as_micros() as u64,
    }))
}

/// Aborts the stream, or waits for the other side to do so.
pub async fn reset(mut stream: Stream, by_us: bool) -> Answer {
    stream.write_all(&[0; 1024]).await?;
    stream.flush().await?;
    let mut buffer = [0; 1024];
    let end = stream.read(&mut buffer).await;
    if by_us {
        end?;
        // This is how rust-libp2p aborts: there is no word for it, and nothing to be seen afterwards.
        drop(stream);
        return Ok(json!({"seen": "reset"}));
    }
    let seen: Value = match end {
        Err(_) => json!("reset"),
        Ok(_) if is_aborted(&mut stream).await => json!("reset"),
        Ok(_) => json!("end"),
    };
    Ok(json!({"seen": seen}))
}

/// Whether a stream that has ended was in truth aborted: yamux reads both alike, but writes only where it may.
async fn is_aborted(stream: &mut Stream) -> bool {
    futures::future::poll_fn(|context| {
        use futures::AsyncWrite;
        std::pin::Pin::new(&mut *stream).poll_write(context, &[])
    })
    .await
    .is_err()
}

pub async fn serve(protocol: &str, stream: Stream) {
    OPEN.fetch_add(1, Ordering::Relaxed);
    match protocol {
        ECHO => match serve_echo(stream).await {
            Ok(()) => ECHOES.fetch_add(1, Ordering::Relaxed),
            Err(_) => RESETS.fetch_add(1, Ordering::Relaxed),
        },
        RESET => serve_reset(stream).await,
        _ => serve_perf(stream).await.map_or(0, |()| 0),
    };
    OPEN.fetch_sub(1, Ordering::Relaxed);
}

async fn serve_echo(mut stream: Stream) -> io::Result<()> {
    let mut buffer = vec![0; CHUNK];
    loop {
        let length = stream.read(&mut buffer).await?;
        if length == 0 {
            break;
        }
        stream.write_all(&buffer[..length]).await?;
        stream.flush().await?;
    }
    if is_aborted(&mut stream).await {
        return Err(ErrorKind::ConnectionReset.into());
    }
    stream.close().await
}

async fn serve_reset(mut stream: Stream) -> u64 {
    let _ = stream.read(&mut [0; 1]).await;
    0
}

async fn serve_perf(mut stream: Stream) -> io::Result<()> {
    let mut head = [0; 8];
    stream.read_exact(&mut head).await?;
    let mut buffer = vec![0; CHUNK];
    while stream.read(&mut buffer).await? > 0 {}
    send_pattern(&mut stream, u64::from_be_bytes(head)).await
}
